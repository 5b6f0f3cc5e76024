package dev.viewstamped.simulator;

/**
 * What the network did to packets of one type.
 *
 * @param sent packets put on a link
 * @param lost packets lost at random, or by a script
 * @param cut packets lost on a link that was cut
 * @param overflown packets dropped because their link was full
 * @param delayed packets that took much longer than others
 * @param duplicated packets that arrived twice
 * @param clogged packets that waited on a link that was clogged
 * @param reordered packets that arrived after one that was sent later on the same link
 */
record PacketCount(long sent, long lost, long cut, long overflown, long delayed, long duplicated, long clogged,
		long reordered) {

	static final PacketCount NONE = new PacketCount(0, 0, 0, 0, 0, 0, 0, 0);

	PacketCount plus(PacketCount other) {
		return new PacketCount(this.sent + other.sent, this.lost + other.lost, this.cut + other.cut,
				this.overflown + other.overflown, this.delayed + other.delayed, this.duplicated + other.duplicated,
				this.clogged + other.clogged, this.reordered + other.reordered);
	}

	/**
	 * Packets that never arrived, for whatever reason.
	 * @return their number
	 */
	long vanished() {
		return this.lost + this.cut + this.overflown;
	}

}
