package dev.viewstamped.simulator;

/**
 * How bad the network is.
 *
 * @param minDelayNanos least time that a packet travels
 * @param meanDelayNanos mean of the exponential part of the delay; since each packet has
 * its own, they overtake each other
 * @param spikeProbability how many packets are delayed much longer
 * @param maxSpikeNanos the longest such delay
 * @param lossProbability how many packets are lost
 * @param duplicateProbability how many packets arrive twice
 * @param parkProbability how many packets on a link that is cut arrive long after
 * @param linkCapacity packets on a directed link, beyond which more are dropped
 */
record PacketOptions(long minDelayNanos, long meanDelayNanos, double spikeProbability, long maxSpikeNanos,
		double lossProbability, double duplicateProbability, double parkProbability, int linkCapacity) {

	/**
	 * A network without faults.
	 * @return the options
	 */
	static PacketOptions reliable() {
		return new PacketOptions(100_000, 200_000, 0, 0, 0, 0, 0, 10_000);
	}

}
