package dev.viewstamped.simulator.naive;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Mistakes in the protocol that random runs find: each changes one place in main, and a
 * run from one of the first seeds has to fail by a check that is named.
 */
class MutationTests {

	private static final long SEEDS = 2000;

	static final List<Mutation> MUTATIONS = List.of(
			Mutation.of("commits what one member too few has acknowledged",
					NaiveRule.in("replica/Quorums", "values[values.length - needed()]",
							"values[Math.min(values.length - needed() + 1, values.length - 1)]"),
					"HELD-BY-QUORUM", "VIEW-HAS-COMMITTED", "SAME-COMMITTED", "AGREEMENT", "NOT-STOPPED"),
			Mutation.of("acknowledges what it has not appended",
					NaiveRule.in("replica/NormalCase", "append(prepare.parent(), prepare.entries());", """
							append(prepare.parent(), prepare.entries());
							this.state.send(this.state.primary(), new PrepareOk(this.state.header(),
									prepare.parent().opNumber() + prepare.entries().size()));"""),
					"ACKNOWLEDGED-IS-HELD", "HELD-BY-QUORUM", "VIEW-HAS-COMMITTED", "NOT-STOPPED"),
			Mutation.of("takes a commit-number beyond its log",
					NaiveRule.in("replica/ReplicaState",
							"Math.max(this.commitNumber, Math.min(knownCommitNumber, this.log.opNumber()))",
							"Math.max(this.commitNumber, knownCommitNumber)"),
					"EXECUTED-COMMIT-OP"),
			Mutation.of("takes a lower commit-number",
					NaiveRule.in("replica/ReplicaState",
							"Math.max(this.commitNumber, Math.min(knownCommitNumber, this.log.opNumber()))",
							"Math.min(knownCommitNumber, this.log.opNumber())"),
					"EXECUTED-COMMIT-OP", "MONOTONE-COMMIT"),
			Mutation.of("forgets which view its log is of",
					NaiveRule.in("replica/ReplicaState", "this.lastNormalView = newView;", ""), "ONE-LOG-IN-VIEW",
					"PROMISED-IS-DURABLE", "LOG-VIEW", "ACKNOWLEDGED-IS-HELD", "VIEW-HAS-COMMITTED"),
			Mutation.of("begins a view with the shortest log",
					NaiveRule.in("replica/DoViewChanges",
							"return candidate.history().opNumber() > best.history().opNumber();",
							"return candidate.history().opNumber() < best.history().opNumber();"),
					"NOT-STOPPED", "VIEW-HAS-COMMITTED", "HELD-BY-QUORUM"),
			Mutation.of("cuts its log to ask for another one",
					NaiveRule.in("replica/StateTransfer", "this.common = this.state.log.history()", """
							this.state.log.replaceAfter(this.state.commitNumber(), List.of());
							this.common = this.state.log.history()"""), "LOG-KEPT", "VIEW-HAS-COMMITTED", "SENDER",
					"HELD-BY-QUORUM", "NO-COMMITTED-OP-REMOVED"),
			Mutation.of("cuts one entry too many",
					NaiveRule.in("replica/Log", "while (this.opNumber > keep) {",
							"while (this.opNumber > Math.max(this.base.opNumber(), keep - 1)) {"),
					"VIEW-HAS-COMMITTED", "LOG-KEPT", "NO-COMMITTED-OP-REMOVED", "HELD-BY-QUORUM", "NO-GAP-ON-DISK",
					"does not follow", "EXECUTED-COMMIT-OP"),
			Mutation.of("takes two logs for the same too far",
					NaiveRule.in("message/History", "Math.min(mine.lastOpNumber(), theirs.lastOpNumber())",
							"Math.max(mine.lastOpNumber(), theirs.lastOpNumber())"),
					"NOT-STOPPED", "ONE-LOG-IN-VIEW", "AGREEMENT", "HELD-BY-QUORUM", "NO-GAP-ON-DISK"),
			Mutation.of("forms a group without consent",
					NaiveRule.in("replica/Genesis", "this.sentNanos = this.state.nowNanos; this.state.broadcast(made);",
							"this.state.broadcast(made); this.proposal = null; form(group);"),
					"LIVENESS", "ONE-GROUP", "NOT-STOPPED"),
			Mutation.of("executes before it is committed",
					NaiveRule.in("replica/Execution", "this.executedNumber < this.state.commitNumber()",
							"this.executedNumber < this.state.log.opNumber()"),
					"EXECUTED-COMMIT-OP"),
			Mutation.of("loses replies of a large window",
					NaiveRule.in("replica/Session",
							"while (reply.requestNumber() - this.low > this.replies.length) { grow(); }", ""),
					"EXACTLY-ONCE"),
			Mutation.of("takes the time of its own clock", NaiveRule
				.in("replica/Requests", "Math.max(log.lastTimestampNanos() + 1, this.state.time.wallClockNanos())",
						"this.state.time.wallClockNanos()")
				.and("replica/Log", "&& entry.timestampNanos() > lastTimestampNanos()", ""), "TIMESTAMPS"),
			Mutation.of("gives requests a place though it is a backup",
					NaiveRule.in("replica/Requests", "if (this.state.isPrimary()) { this.routes",
							"if (this.state.isNormal()) { this.routes"),
					"AGREEMENT", "ONE-LOG-IN-VIEW", "SAME-COMMITTED", "SAME-ENTRY", "SAME-CLIENT-TABLE", "NOT-STOPPED"),
			Mutation.of("refuses what it has given a place",
					NaiveRule.in("replica/Requests", "this.normalCase.appended(); return null;",
							"this.normalCase.appended(); return this.normalCase.hasRoom() ? null : Reason.BUSY;"),
					"DID-NOT-HAPPEN"),
			Mutation.of("takes a command of any size",
					NaiveRule.in("replica/Requests", "request.payload().length > this.state.options.maxCommandBytes()",
							"false"),
					"S10-REFUSED"),
			Mutation.of("takes a command that the service does not know",
					NaiveRule.in("replica/Requests", "!this.execution.knows(request.payload())", "false"),
					"S10-REFUSED"),
			Mutation.of("answers a read as if all that is committed were executed",
					NaiveRule.in("replica/Answers", "this.state.view(), this.execution.executedNumber(), result",
							"this.state.view(), this.state.commitNumber(), result"),
					"READ-VALUE", "READ-COMMITTED"),
			Mutation.of("tells a client that timed out that nothing happened",
					NaiveRule.in("client/PendingRequest", "if (!isCertainlyNotLogged()) {", "if (false) {"),
					"DID-NOT-HAPPEN"),
			Mutation.of("uses a request-number again",
					NaiveRule.in("client/Commands", "private void finish(PendingRequest request) {", """
							private void finish(PendingRequest request) {
								if (request.number() == this.lastNumber && request.number() > this.acknowledged + 1) {
									this.inFlight.remove(request);
									this.lastNumber--;
									return;
								}"""), "ACKNOWLEDGED"));

	@ParameterizedTest
	@FieldSource("MUTATIONS")
	void mutationIsFoundByRuns(Mutation mutation) {
		System.out.printf("A replica that %s: %s%n", mutation,
				mutation.rule().isFoundBySeeds(1, SEEDS, mutation.checks()));
	}

	/**
	 * A mistake, and the checks of which one has to see it first.
	 */
	record Mutation(String what, NaiveRule rule, String... checks) {

		static Mutation of(String what, NaiveRule rule, String... checks) {
			return new Mutation(what, rule, checks);
		}

		@Override
		public String toString() {
			return this.what;
		}

	}

}
