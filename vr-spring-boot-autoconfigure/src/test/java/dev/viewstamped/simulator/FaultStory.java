package dev.viewstamped.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import dev.viewstamped.simulator.PacketScript.Place;
import dev.viewstamped.simulator.PacketSimulator.Direction;
import dev.viewstamped.simulator.PacketSimulator.Verdict;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * The sentences of a {@link Story} about what happens to members and their messages.
 *
 * @param <S> the story
 */
abstract class FaultStory<S extends FaultStory<S>> {

	final Simulator simulator;

	final PacketScript script;

	FaultStory(SimulatorOptions options) {
		this.simulator = new Simulator(options, false);
		this.script = new PacketScript(this.simulator.cluster().packets(),
				() -> this.simulator.workload().external().node());
		this.simulator.cluster().packets().setFilter(this.script);
		this.simulator.checked(this.simulator::start);
	}

	abstract S self();

	public S crash(int... members) {
		return each(members, this.simulator.faults()::crash);
	}

	public S restart(int... members) {
		return each(members, this.simulator.faults()::restart);
	}

	/**
	 * The processes of members die, and their machines do not.
	 */
	public S kill(int... members) {
		return each(members, this.simulator.faults()::kill);
	}

	/**
	 * All clients issue commands and queries all the time from now on.
	 */
	public S busy() {
		return tell(this.simulator.workload()::goOn);
	}

	/**
	 * Clients issue nothing more by themselves.
	 */
	public S idle() {
		return tell(this.simulator.workload()::stop);
	}

	public S pause(int... members) {
		return each(members, SimulatedReplica::pause);
	}

	/**
	 * The machines of members are suspended: their monotonic clocks stand still.
	 */
	public S suspend(int... members) {
		return each(members, SimulatedReplica::suspend);
	}

	public S resume(int... members) {
		return each(members, SimulatedReplica::resume);
	}

	/**
	 * An operator asks a primary to give its role away.
	 */
	public S handOver(int member) {
		return tell(() -> replica(member).handOver());
	}

	/**
	 * The machine of a member tells another one that nobody listens there any more.
	 * @param member the member that was there
	 * @param hearer who is told
	 */
	public S gone(int member, int hearer) {
		return tell(() -> replica(hearer).onPeerGone(member));
	}

	/**
	 * Cut a member from all others. Clients still reach it.
	 * @param member the member
	 */
	public S isolate(int member) {
		return cut(member, Direction.BOTH);
	}

	/**
	 * A member is heard by the others and does not hear them.
	 * @param member the member
	 */
	public S deafen(int member) {
		return cut(member, Direction.TO_SOME);
	}

	/**
	 * Lose all that is sent between a member and others, either way.
	 * @param member the member
	 * @param others the others
	 */
	public S separate(int member, int... others) {
		for (int other : others) {
			drop(member, other).drop(other, member);
		}
		return self();
	}

	/**
	 * Somebody sets the wall clock of a member's machine.
	 * @param member the member
	 * @param viewChangeTimeouts how far it jumps; back if negative
	 */
	public S clockJumps(int member, double viewChangeTimeouts) {
		return tell(
				() -> replica(member).clock().jumpWallClock((long) (viewChangeTimeouts * this.simulator.timeouts(1))));
	}

	/**
	 * Something else happens to the members.
	 * @param what what happens
	 */
	public S happens(Consumer<Cluster> what) {
		return tell(() -> what.accept(this.simulator.cluster()));
	}

	/**
	 * From now on every message takes so long.
	 * @param heartbeats how long, in heartbeat intervals
	 */
	public S slow(double heartbeats) {
		long nanos = (long) (heartbeats * this.simulator.timeouts(1) / 10);
		return tell(() -> this.simulator.cluster()
			.packets()
			.setOptions(new PacketOptions(nanos, nanos / 10, 0, 0, 0, 0, 0, 10_000)));
	}

	public S heal() {
		return tell(() -> this.simulator.cluster().packets().heal());
	}

	/**
	 * Hold back what is sent from a member to another one.
	 */
	public S hold(int from, int to, Class<?>... kinds) {
		return tell(() -> this.script.add(Place.of(from, to, kinds), Verdict.HOLD));
	}

	/**
	 * Let pass what is sent from a member to another one, and hold a copy.
	 */
	public S copy(int from, int to, Class<?>... kinds) {
		return tell(() -> this.script.add(Place.of(from, to, kinds), Verdict.COPY));
	}

	/**
	 * Lose what is sent from a member to another one.
	 */
	public S drop(int from, int to, Class<?>... kinds) {
		return tell(() -> this.script.add(Place.of(from, to, kinds), Verdict.DROP));
	}

	/**
	 * Hold or lose nothing more. What is held stays held.
	 */
	public S pass() {
		return tell(this.script::clear);
	}

	/**
	 * What was held goes its way now.
	 */
	public S release(Class<?>... kinds) {
		return release(-1, -1, kinds);
	}

	/**
	 * What was held from a member to another one goes its way now.
	 */
	public S release(int from, int to, Class<?>... kinds) {
		return tell(() -> {
			check(this.script.isHeld(Place.of(from, to, kinds)), "STORY", "something should be held");
			this.script.release(Place.of(from, to, kinds));
		});
	}

	final S tell(Runnable action) {
		this.simulator.checked(action);
		return self();
	}

	final SimulatedReplica replica(int member) {
		return this.simulator.cluster().replica(member);
	}

	private S each(int[] members, Consumer<SimulatedReplica> action) {
		return tell(() -> Arrays.stream(members).mapToObj(this::replica).forEach(action));
	}

	private S cut(int member, Direction direction) {
		return tell(() -> this.simulator.cluster()
			.packets()
			.partition(List.of(member), this.simulator.cluster().others(member), direction));
	}

}
