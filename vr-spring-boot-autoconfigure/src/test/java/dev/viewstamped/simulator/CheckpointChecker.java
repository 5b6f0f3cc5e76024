package dev.viewstamped.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.PeerMessage;

import static dev.viewstamped.simulator.InvariantViolation.check;

/**
 * Checkpoints at the same op-number are the same, to the last byte: state, client table
 * and all else that is in them.
 */
final class CheckpointChecker {

	private final Map<UUID, Map<Viewstamp, Digest>> digests = new HashMap<>();

	/**
	 * A replica sent a message.
	 * @param message the message
	 */
	void sent(PeerMessage message) {
		if (message instanceof CheckpointTaken taken) {
			learn(message, taken.checkpoint());
		}
		else if (message instanceof NewCheckpoint offered) {
			learn(message, offered.checkpoint());
		}
	}

	private void learn(PeerMessage message, CheckpointId checkpoint) {
		Digest known = this.digests.computeIfAbsent(message.header().groupId(), (id) -> new HashMap<>())
			.putIfAbsent(checkpoint.viewstamp(), checkpoint.digest());
		check(known == null || known.equals(checkpoint.digest()), "S9-SAME-CHECKPOINT",
				"member %d has %s at %s, another one %s", message.header().from(), checkpoint.digest(),
				checkpoint.viewstamp(), known);
	}

}
