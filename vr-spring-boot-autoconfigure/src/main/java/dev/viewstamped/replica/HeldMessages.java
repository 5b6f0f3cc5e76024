package dev.viewstamped.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;

/**
 * Messages that wait for the disk, each for a flush or for the view to be durable. Those
 * to a member keep their order.
 */
final class HeldMessages {

	private static final long NOT_FLUSHED = Long.MAX_VALUE;

	/**
	 * A message that waits.
	 *
	 * @param sequence number of the flush that it waits for
	 */
	private record Held(int memberId, PeerMessage message, long sequence) {

		boolean isSuperseded(int otherMemberId, PeerMessage other) {
			return this.memberId == otherMemberId && this.message.getClass() == other.getClass()
					&& this.message.header().view() == other.header().view()
					&& this.message.header().epoch() == other.header().epoch();
		}

	}

	private final ReplicaState state;

	private final Network network;

	/** Messages since the last flush. */
	private final List<Held> fresh = new ArrayList<>();

	/** Messages that wait for flushes, in the order in which they were made. */
	private final Deque<Held> waiting = new ArrayDeque<>();

	/** Messages that wait until the view is durable. */
	private final List<Held> waitingForView = new ArrayList<>();

	HeldMessages(ReplicaState state, Network network) {
		this.state = state;
		this.network = network;
	}

	/**
	 * Hold a message until the next flush is stored.
	 */
	void untilNextFlush(int memberId, PeerMessage message) {
		this.fresh.removeIf((held) -> held.isSuperseded(memberId, message));
		this.fresh.add(new Held(memberId, message, NOT_FLUSHED));
	}

	/**
	 * Hold a message until a flush is stored, which is the last one that was made.
	 */
	void untilStored(long sequence, int memberId, PeerMessage message) {
		this.waiting.removeIf((held) -> held.sequence() == sequence && held.isSuperseded(memberId, message));
		this.waiting.add(new Held(memberId, message, sequence));
	}

	/**
	 * Hold a message until the view is durable.
	 */
	void untilViewStored(int memberId, PeerMessage message) {
		if (!(message instanceof Prepare)) {
			this.waitingForView.removeIf((held) -> held.isSuperseded(memberId, message));
		}
		this.waitingForView.add(new Held(memberId, message, NOT_FLUSHED));
	}

	/**
	 * The flush that was waited for is made.
	 */
	void flushed(long sequence) {
		for (Held held : this.fresh) {
			this.waiting.add(new Held(held.memberId(), held.message(), sequence));
		}
		this.fresh.clear();
	}

	/**
	 * Send what waits for no more. Of acknowledgements that become due together the last
	 * one says it all, and nobody waits for those of a view that was left.
	 */
	void release(long storedSequence, boolean viewStored) {
		Held next = this.waiting.peek();
		while (next != null && next.sequence() <= storedSequence) {
			this.waiting.remove();
			Held after = this.waiting.peek();
			boolean useless = next.message() instanceof PrepareOk prepareOk
					&& (prepareOk.header().view() != this.state.view()
							|| prepareOk.header().epoch() != this.state.epoch()
							|| (after != null && after.sequence() <= storedSequence
									&& next.isSuperseded(after.memberId(), after.message())));
			if (!useless) {
				this.network.send(next.memberId(), next.message());
			}
			next = after;
		}
		if (viewStored) {
			this.waitingForView.forEach((held) -> this.network.send(held.memberId(), held.message()));
			this.waitingForView.clear();
		}
	}

}
