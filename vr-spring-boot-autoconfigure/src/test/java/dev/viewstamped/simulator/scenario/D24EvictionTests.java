package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D24: the client table is bounded, so sessions are evicted, and what was remembered of
 * their requests is gone. Here eviction is part of execution and the same everywhere; a
 * request of a session that is gone is never executed, and its client is told that the
 * outcome is unknown; and a primary that may only be behind evicts nobody. Groups of
 * these tests have room for 16 sessions.
 */
class D24EvictionTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int MORE = 16;

	private static final int C = 2;

	/** More than B allows in flight. */
	private static final int MANY = 10;

	/**
	 * A client opens its session in view 1 and comes then to the primary of view 0, which
	 * the group has left behind: it does not know the session, and must not say that it
	 * was evicted.
	 */
	@Test
	void primaryThatWasLeftBehindEvictsNobody() {
		Story.formed(3)
			.pause(A)
			.write()
			.answered()
			.isolate(A)
			.resume(A)
			.pause(B)
			.write()
			.later(3)
			.pending()
			.resume(B)
			.answered()
			.converges();
	}

	/**
	 * Nothing unsafe comes of it: the client gives up a command that it need not have.
	 */
	@Test
	void evictingWhoeverIsNotKnownIsCaught() {
		NaiveRule.in("replica/Requests", "this.execution.executedNumber() < request.session()", "false")
			.isCaughtBy(getClass(), "primaryThatWasLeftBehindEvictsNobody", "should be pending");
	}

	/**
	 * The settings of the members differ, as they do while they are being changed. A
	 * client has more requests under way than one of the members would allow.
	 */
	@Test
	void boundsOfASessionAreThoseOfItsPrimaryEverywhere() {
		Story story = Story.formedWithOwnBounds(3).write().answered().pause(B).pause(C);
		for (int i = 0; i < MANY; i++) {
			story.write();
		}
		story.later(0.2).resume(B).resume(C).answered().later(2.5).crowd(MORE).converges();
	}

	@Test
	void windowOfEachMembersOwnIsCaught() {
		NaiveRule.in("replica/Execution", "if (stored == null) {", """
				if (stored == null && session.isBeyondWindow(this.state.options.clientWindow(),
						entry.requestNumber(), 0)) {
					return;
				}
				if (stored == null) {""")
			.isCaughtBy(getClass(), "boundsOfASessionAreThoseOfItsPrimaryEverywhere", "S1-NO-GAP");
	}

	@Test
	void sessionsOfEachMembersOwnAreCaught() {
		NaiveRule.in("replica/ClientTable", "SessionTerms.decode(entry.payload())", "SessionTerms.of(this.options)")
			.isCaughtBy(getClass(), "boundsOfASessionAreThoseOfItsPrimaryEverywhere", "S9-SAME-CLIENT-TABLE");
	}

	/**
	 * A command is executed and its reply is lost. Before the client asks again, others
	 * take all the sessions.
	 */
	@Test
	void requestOfAnEvictedSessionIsNotExecuted() {
		Story story = Story.formed(3)
			.write()
			.answered()
			.drop(-1, -1, Reply.class, Evicted.class)
			.write()
			.later(2.5)
			.crowd(MORE)
			.later(0.7)
			.pending()
			.pass()
			.ends(Outcome.UNKNOWN)
			.write()
			.answered()
			.converges();
		assertThat(story.executed()).isEqualTo(2 + MORE + 1);
	}

	@Test
	void openingASessionForWhoeverHasNoneIsCaught() {
		NaiveRule.in("replica/ClientTable", "return (found != null && found.session() == session) ? found : null;", """
				if (found == null) {
					found = new Session(new Entry(0, 0, session, 0, dev.viewstamped.message.Operation.REGISTER,
							client, 0, 0, 0, NOTHING), SessionTerms.of(this.options).maxResultBytes());
					this.sessions.put(client, found);
				}
				return found;
				""").isCaughtBy(getClass(), "requestOfAnEvictedSessionIsNotExecuted", "BOUNDED");
	}

	/**
	 * The same, and the client's first REGISTER has been on its way all the time: it
	 * opens a new session, which has nothing to do with the one that the request names.
	 */
	@Test
	void requestOfAnEarlierSessionIsNotExecutedInALaterOne() {
		Story.formed(3)
			.hold(Story.CLIENT, A, Request.class)
			.write()
			.eventuallyHeld(Story.CLIENT, A, Request.class)
			.pass()
			.answered()
			.drop(-1, -1, Reply.class, Evicted.class)
			.write()
			.crowd(MORE - 1)
			.later(2.6)
			.crowd(1)
			.later(0.4)
			.release(Request.class)
			.later(0.1)
			.pending()
			.pass()
			.ends(Outcome.UNKNOWN)
			.write()
			.answered()
			.converges();
	}

	@Test
	void sessionsWithoutANumberAreCaught() {
		NaiveRule
			.in("replica/ClientTable", "return (found != null && found.session() == session) ? found : null;",
					"return found;")
			.isCaughtBy(getClass(), "requestOfAnEarlierSessionIsNotExecutedInALaterOne", "EXACTLY-ONCE");
	}

	/**
	 * The client whose session is the oldest in the log asks again and again, which only
	 * the primary sees. Then somebody has to go.
	 */
	@Test
	void allReplicasEvictTheSameSession() {
		Story.formed(3)
			.write()
			.answered()
			.drop(-1, Story.CLIENT, Reply.class, Evicted.class)
			.write()
			.later(0.1)
			.crowd(MORE - 1)
			.later(2.7)
			.crowd(1)
			.later(0.7)
			.pending()
			.pass()
			.ends(Outcome.OK, Outcome.UNKNOWN)
			.write()
			.answered()
			.converges();
	}

	@Test
	void evictingByWhatEachReplicaSawLastIsCaught() {
		NaiveRule.in("replica/ClientTable", "private long replyBytes;",
				"private long replyBytes; private long clock; private final Map<UUID, Long> seen = new HashMap<>();")
			.and("replica/ClientTable", "Session found = this.sessions.get(client); return (found",
					"Session found = this.sessions.get(client); this.seen.put(client, ++this.clock); return (found")
			.and("replica/ClientTable", "session.lastOpNumber() < oldest.lastOpNumber()",
					"this.seen.getOrDefault(session.client(), 0L) < this.seen.getOrDefault(oldest.client(), 0L)")
			.isCaughtBy(getClass(), "allReplicasEvictTheSameSession", "SAME-CLIENT-TABLE");
	}

}
