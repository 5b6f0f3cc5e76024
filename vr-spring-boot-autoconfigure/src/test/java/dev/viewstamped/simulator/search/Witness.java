package dev.viewstamped.simulator.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import dev.viewstamped.message.Reply;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;

/**
 * What has happened on the way to a world and must never be taken back.
 *
 * @param executed the commands that any replica has executed, in order, by group
 * @param primaries which process was primary, by group and view
 */
record Witness(Map<UUID, List<String>> executed, Map<String, String> primaries) {

	static final Witness NOTHING = new Witness(Map.of(), Map.of());

	/**
	 * Look at a replica after a step.
	 * @param before its state before, the same as after it if the process is new
	 * @param transition what the step did
	 * @return the witness from now on
	 * @throws Violation if a property does not hold
	 */
	Witness after(LocalState before, Transition transition) {
		LocalState state = transition.next();
		checkReport(before.report(), state.report());
		Witness result = (state.applied().isEmpty() || state == before) ? this : withApplied(state);
		result = result.withPrimary(state);
		for (Reply reply : transition.replies()) {
			result.checkReply(reply);
		}
		return result;
	}

	private static UUID groupOf(LocalState state) {
		return state.report().groupId();
	}

	private static void checkReport(ReplicaReport before, ReplicaReport after) {
		Violation.check(after.status() != Status.STOPPED, "NOT-STOPPED", after::toString);
		Violation.check(after.executedNumber() <= after.commitNumber() && after.commitNumber() <= after.opNumber(),
				"EXECUTED-COMMIT-OP", after::toString);
		Violation.check(after.view() >= before.view() && after.commitNumber() >= before.commitNumber()
				&& after.executedNumber() >= before.executedNumber(), "MONOTONE", after::toString);
	}

	private Witness withApplied(LocalState state) {
		List<String> known = this.executed.getOrDefault(groupOf(state), List.of());
		List<String> applied = state.applied();
		int common = Math.min(known.size(), applied.size());
		Violation.check(known.subList(0, common).equals(applied.subList(0, common)), "AGREEMENT",
				() -> applied + " where another replica executed " + known);
		if (applied.size() <= known.size()) {
			return this;
		}
		List<String> commands = new ArrayList<>();
		applied.forEach((command) -> commands.add(command.substring(command.indexOf(' '))));
		Violation.check(new HashSet<>(commands).size() == commands.size(), "EXACTLY-ONCE", applied::toString);
		Map<UUID, List<String>> longer = new TreeMap<>(this.executed);
		longer.put(groupOf(state), applied);
		return new Witness(longer, this.primaries);
	}

	private Witness withPrimary(LocalState state) {
		ReplicaReport report = state.report();
		if (report.role() != Role.PRIMARY) {
			return this;
		}
		String view = report.groupId() + " view " + report.view();
		String process = "member " + state.memberId() + " life " + state.life();
		String known = this.primaries.get(view);
		Violation.check(known == null || known.equals(process), "ONE-PRIMARY",
				() -> process + " and " + known + " in " + view);
		if (known != null) {
			return this;
		}
		Map<String, String> more = new TreeMap<>(this.primaries);
		more.put(view, process);
		return new Witness(this.executed, more);
	}

	private void checkReply(Reply reply) {
		String start = reply.viewstamp() + " ";
		Violation.check(
				reply.requestNumber() == 0 || this.executed.getOrDefault(reply.groupId(), List.of())
					.stream()
					.anyMatch((command) -> command.startsWith(start)
							&& command.endsWith("command " + reply.requestNumber())),
				"ACKNOWLEDGED", () -> reply + " though " + this.executed);
	}

	/**
	 * The primary of a view has all that was committed in earlier ones.
	 */
	void checkNothingLost(LocalState[] members) {
		for (LocalState member : members) {
			checkNothingLost(member.report());
		}
	}

	private void checkNothingLost(ReplicaReport report) {
		List<String> commands = this.executed.getOrDefault(report.groupId(), List.of());
		if (report.role() == Role.PRIMARY && !commands.isEmpty()) {
			String[] last = commands.get(commands.size() - 1).split("[. ]");
			Violation.check(report.view() < Long.parseLong(last[1]) || report.opNumber() >= Long.parseLong(last[2]),
					"LOST", () -> "member " + report.memberId() + " is primary of view " + report.view()
							+ " with a log up to op " + report.opNumber() + " after " + commands + " was executed");
		}
	}

}
