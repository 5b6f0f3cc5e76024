package dev.viewstamped.replica;

import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.GetEpoch;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.GetView;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Pong;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.StartEpoch;
import dev.viewstamped.message.StartView;

/**
 * Lets through what a replica of this epoch may say (§7.2). A message of an earlier epoch
 * is answered with the news of this one, and one of a later epoch leads to a question for
 * it; neither is handled, but for questions for state, which change nothing, and the
 * answers to this replica's own. Replicas without a vote are not heard where votes count.
 */
final class EpochGate {

	private final ReplicaState state;

	private final Contacts contacts;

	private final Epochs epochs;

	private final ViewChange viewChange;

	EpochGate(ReplicaState state, Contacts contacts, Epochs epochs, ViewChange viewChange) {
		this.state = state;
		this.contacts = contacts;
		this.epochs = epochs;
		this.viewChange = viewChange;
	}

	/**
	 * Whether to handle a message of a process that belongs to no group yet.
	 */
	boolean admitsOutsider(Header header) {
		if (header.epoch() < this.state.epoch()) {
			this.epochs.word().tell(header.from());
			return false;
		}
		return header.epoch() == this.state.epoch() && this.state.isMember(header.from());
	}

	/**
	 * Whether to handle a message that came to a replica without state.
	 */
	boolean admitsToRecovering(PeerMessage message) {
		Header header = message.header();
		boolean sameGroup = !this.state.hasGroup() || header.groupId().equals(this.state.groupId());
		if (header.epoch() > this.state.epoch() && sameGroup) {
			if (message instanceof StartEpoch startEpoch) {
				this.epochs.on(startEpoch);
			}
			else {
				// Nobody may answer what it asks in its own epoch
				this.epochs.heardOfLaterEpoch(header.from(), header.epoch());
			}
		}
		return header.epoch() == this.state.epoch() && this.state.isMember(header.from());
	}

	/**
	 * Whether to handle a message of a living replica of this group.
	 */
	boolean admits(PeerMessage message) {
		Header header = message.header();
		this.epochs.word().heard(header.from(), header.epoch());
		if (header.epoch() < this.state.epoch()) {
			return admitsOfEarlierEpoch(message);
		}
		return (header.epoch() > this.state.epoch()) ? admitsOfLaterEpoch(message) : admitsOfThisEpoch(message);
	}

	private boolean admitsOfEarlierEpoch(PeerMessage message) {
		int from = message.header().from();
		this.epochs.word().tell(from);
		if (message instanceof GetView getView && !this.state.participants.isReplaced(from)) {
			this.viewChange.on(getView);
		}
		return isQuestion(message);
	}

	private boolean admitsOfLaterEpoch(PeerMessage message) {
		Header header = message.header();
		if (message instanceof StartEpoch startEpoch) {
			this.epochs.on(startEpoch);
			return false;
		}
		if (header.epoch() != this.epochs.nextEpoch() || !isKnown(header.from())) {
			this.epochs.heardOfLaterEpoch(header.from(), header.epoch());
			return false;
		}
		this.contacts.heard(header.from());
		this.epochs.heardOfView(header.view());
		if (message instanceof StartView startView) {
			this.epochs.on(startView);
		}
		return isAnswer(message);
	}

	private boolean admitsOfThisEpoch(PeerMessage message) {
		int from = message.header().from();
		if (message instanceof StartEpoch startEpoch) {
			this.epochs.on(startEpoch);
			return false;
		}
		if (message instanceof EpochStarted epochStarted) {
			this.epochs.on(epochStarted);
			return false;
		}
		if (message instanceof GetEpoch) {
			return false;
		}
		if (this.state.status() == Status.TRANSITIONING || this.state.status() == Status.RETIRED) {
			if (this.state.isMember(from)) {
				this.state.followView(message.header().view());
			}
			return isQuestion(message) || (isKnown(from) && (isAnswer(message) || isSignOfLife(message)));
		}
		if (this.state.isMember(from)) {
			return true;
		}
		boolean known = isKnown(from);
		if (!known && message instanceof GetView getView) {
			// A standby that this replica does not know of yet
			this.viewChange.on(getView);
		}
		boolean replaced = this.state.participants.isReplaced(from);
		return isQuestion(message) || (known && (isSignOfLife(message) || (replaced ? isAnswer(message)
				: message instanceof GetView || message instanceof PrepareOk || message instanceof CheckpointTaken)));
	}

	/** Such a question changes nothing, so anybody may ask it at any time (D34). */
	private static boolean isQuestion(PeerMessage message) {
		return message instanceof GetState || message instanceof GetPages;
	}

	private static boolean isAnswer(PeerMessage message) {
		return message instanceof NewState || message instanceof NewCheckpoint || message instanceof NewPages;
	}

	private static boolean isSignOfLife(PeerMessage message) {
		return message instanceof Ping || message instanceof Pong || message instanceof Forward;
	}

	private boolean isKnown(int memberId) {
		return this.state.participants.others().stream().anyMatch((other) -> other.memberId() == memberId);
	}

}
