package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.Reply;
import dev.viewstamped.simulator.Invocation.Outcome;
import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * D25: what a client makes of answers that are old, late or missing. Here each reply
 * names the client, the request and the place in the log, and a client drops what is not
 * for it; a command that was sent and not answered is not reported as failed, but as of
 * unknown outcome; and a client that does not reach the primary is heard through the
 * backups, which hand its requests on.
 */
class D25ReplyTests {

	private static final int A = 0;

	private static final int B = 1;

	private static final int C = 2;

	private static final int MORE = 16;

	/**
	 * All members have the entry of a command, and none hears another one until the
	 * client has given up.
	 */
	@Test
	void commandIsCommittedAfterItsClientGaveUp() {
		Story story = Story.formed(3)
			.write()
			.answered()
			.later(2)
			.drop(-1, A, PrepareOk.class)
			.write()
			.later(0.1)
			.separate(A, B, C)
			.separate(B, C)
			.later(6)
			.converges()
			.ends(Outcome.UNKNOWN);
		assertThat(story.executed()).isEqualTo(2);
	}

	@Test
	void reportingATimeoutAsAFailureIsCaught() {
		NaiveRule.in("client/PendingRequest", "return this.refusedUpTo == attempts();", "return true;")
			.isCaughtBy(getClass(), "commandIsCommittedAfterItsClientGaveUp", "DID-NOT-HAPPEN");
	}

	/**
	 * The reply is lost; the request that is sent again is not executed again, and the
	 * client gets the reply to the first one.
	 */
	@Test
	void replyThatWasLostIsSentAgain() {
		Story story = Story.formed(3)
			.write()
			.answered()
			.drop(-1, Story.CLIENT, Reply.class)
			.write()
			.later(0.4)
			.pending()
			.pass()
			.answered()
			.converges();
		assertThat(story.executed()).isEqualTo(2);
	}

	@Test
	void forgettingTheReplyIsCaught() {
		NaiveRule
			.in("replica/Requests", "if (stored != null) { this.execution.reply(client, stored); return null; }",
					"if (stored != null) { return null; }")
			.isCaughtBy(getClass(), "replyThatWasLostIsSentAgain", "should be [OK]");
	}

	/**
	 * The reply to a client's request 1 is late; the session is evicted meanwhile, and
	 * the client has another identity when the reply comes, and waits for the reply to
	 * its request 1.
	 */
	@Test
	void replyToAnEarlierIdentityIsDropped() {
		Story.formed(3)
			.hold(-1, Story.CLIENT, Reply.class)
			.write()
			.eventuallyHeld(-1, Story.CLIENT, Reply.class)
			.release()
			.later(0.1)
			.crowd(MORE - 1)
			.later(2.6)
			.crowd(1)
			.later(0.4)
			.ends(Outcome.UNKNOWN)
			.write()
			.later(0.2)
			.release()
			.converges();
	}

	@Test
	void takingAReplyToAnEarlierIdentityIsCaught() {
		NaiveRule
			.in("client/ClientSession", "else if (message.client().equals(this.registration.client())) {", "else {")
			.isCaughtBy(getClass(), "replyToAnEarlierIdentityIsDropped", "ACKNOWLEDGED");
	}

	/**
	 * The primary hears the backups, and not the client.
	 */
	@Test
	void clientThatDoesNotReachThePrimaryIsServed() {
		Story.formed(3)
			.drop(Story.CLIENT, A)
			.write()
			.answered()
			.write()
			.answered()
			.now("no view was begun", (cluster) -> cluster.maxView() == 0)
			.converges();
	}

	@Test
	void backupsThatHandNothingOnAreCaught() {
		NaiveRule.in("replica/Requests", "return knowsPrimary && !Routes.isMember(origin);", "return false;")
			.isCaughtBy(getClass(), "clientThatDoesNotReachThePrimaryIsServed", "should be [OK]");
	}

}
