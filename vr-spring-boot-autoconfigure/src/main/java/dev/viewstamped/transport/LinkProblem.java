package dev.viewstamped.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a link, in words.
 */
final class LinkProblem {

	private static final long SHORT_NANOS = Duration.ofSeconds(1).toNanos();

	private static final long SILENCE_NANOS = Duration.ofSeconds(2).toNanos();

	private final LinkContext context;

	private @Nullable String text = "not dialled yet";

	private boolean dialling;

	private boolean silent;

	private long diallingSince;

	private long silentSince;

	LinkProblem(LinkContext context) {
		this.context = context;
	}

	/**
	 * Note that a dial begins.
	 */
	synchronized void dialling() {
		this.dialling = true;
		this.diallingSince = this.context.nanoTime();
	}

	synchronized void clear() {
		this.text = null;
		this.dialling = false;
		this.silent = false;
	}

	synchronized void set(String problem) {
		this.text = problem;
		this.dialling = false;
		this.silent = false;
	}

	/**
	 * Note how a dial failed.
	 * @param failure the failure
	 * @return whether it is another one than before
	 */
	synchronized boolean set(DialFailedException failure) {
		String before = this.text;
		if (failure.isSilent() && !this.silent) {
			this.silentSince = this.diallingSince;
		}
		this.text = failure.getMessage();
		this.dialling = false;
		this.silent = failure.isSilent();
		return this.text != null && !this.text.equals(before);
	}

	/**
	 * Describe the problem.
	 * @param conversation where the other end should be heard
	 * @return the problem; {@code null} if there is none
	 */
	synchronized @Nullable String describe(@Nullable DialledConversation conversation) {
		long now = this.context.nanoTime();
		if (this.silent) {
			return noAnswerFor(now - this.silentSince);
		}
		if (this.dialling && now - this.diallingSince > SHORT_NANOS) {
			return noAnswerFor(now - this.diallingSince);
		}
		if (this.text == null && conversation != null && now - conversation.heardNanos() > SILENCE_NANOS) {
			return noAnswerFor(now - conversation.heardNanos());
		}
		return this.text;
	}

	private static String noAnswerFor(long nanos) {
		return "no answer for " + Duration.ofNanos(nanos).toSeconds() + " s";
	}

}
