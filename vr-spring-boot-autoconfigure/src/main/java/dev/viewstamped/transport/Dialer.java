package dev.viewstamped.transport;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.socket.CloseStatus;

/**
 * Keeps a link to one member: dials, waits for the link's end, dials again.
 */
final class Dialer {

	private static final Log logger = LogFactory.getLog(Dialer.class);

	private static final long FIRST_BACKOFF_NANOS = Duration.ofMillis(100).toNanos();

	private static final long MAX_BACKOFF_NANOS = Duration.ofSeconds(2).toNanos();

	private static final long MAX_FORMER_BACKOFF_NANOS = Duration.ofSeconds(30).toNanos();

	private final LinkContext context;

	private final Connector connector;

	private final LinkRole role;

	private final int memberId;

	private final DialledConversation.Opening opening;

	private final Listener listener;

	private final LinkProblem problem;

	private final Thread thread;

	private volatile String address;

	private @Nullable DialledConversation current;

	private @Nullable UUID boot;

	/** Whether there was a link before, of which nothing was heard since. */
	private boolean lost;

	private boolean hurry;

	private boolean closed;

	/**
	 * A dialer to be.
	 * @param context what all links share
	 * @param connector opens connections
	 * @param role what this end wants
	 * @param memberId the member; for a client, which takes any member, the place in its
	 * list
	 * @param opening called when both ends have proven themselves
	 * @param listener told how dials end
	 */
	Dialer(LinkContext context, Connector connector, LinkRole role, int memberId, DialledConversation.Opening opening,
			Listener listener) {
		this.context = context;
		this.connector = connector;
		this.role = role;
		this.memberId = memberId;
		this.opening = opening;
		this.listener = listener;
		this.problem = new LinkProblem(context);
		this.address = context.describeAddress(memberId);
		this.thread = LinkContext.daemons("vr-dialer-" + memberId).newThread(this::run);
	}

	void start() {
		this.thread.start();
	}

	int memberId() {
		return this.memberId;
	}

	/**
	 * The address dialled last.
	 * @return host and port
	 */
	String address() {
		return this.address;
	}

	/**
	 * What is wrong with the link.
	 * @return the problem; {@code null} if the link is up
	 */
	@Nullable String problem() {
		DialledConversation conversation;
		synchronized (this) {
			conversation = (this.boot != null) ? this.current : null;
		}
		return this.problem.describe((this.role == LinkRole.PEER) ? conversation : null);
	}

	/**
	 * Leave the link and dial at once. Does not block.
	 * @param why what is remembered of the link
	 */
	void redial(String why) {
		DialledConversation conversation;
		synchronized (this) {
			this.hurry = true;
			conversation = this.current;
			notifyAll();
		}
		if (conversation != null) {
			conversation.cut(CloseStatus.GOING_AWAY, why);
		}
	}

	/**
	 * Dial at once if there is no link. Does not block.
	 */
	synchronized void hurry() {
		if (this.boot == null) {
			this.hurry = true;
			notifyAll();
		}
	}

	/**
	 * Have a link to the given process: leave a link to another one, and dial at once if
	 * there is none.
	 * @param process the process that now answers at the address
	 */
	void redialUnless(UUID process) {
		boolean other;
		synchronized (this) {
			if (process.equals(this.boot)) {
				return;
			}
			other = this.boot != null;
			this.hurry = true;
			notifyAll();
		}
		if (other) {
			redial("another process answers there");
		}
	}

	void close() {
		synchronized (this) {
			this.closed = true;
			notifyAll();
		}
		this.thread.interrupt();
	}

	private void run() {
		long backoff = FIRST_BACKOFF_NANOS;
		try {
			while (!isClosed()) {
				boolean lasted = dialSafely();
				backoff = lasted ? FIRST_BACKOFF_NANOS : Math.min(backoff, maxBackoff());
				boolean hurried = pause(backoff / 2 + this.context.jitter(backoff / 2));
				backoff = hurried ? FIRST_BACKOFF_NANOS : 2 * backoff;
			}
		}
		catch (InterruptedException ex) {
			logger.debug("Dialling member " + this.memberId + " has ended");
		}
	}

	/**
	 * A member that was replaced will stop, and dials if it still has to learn of that.
	 */
	private long maxBackoff() {
		boolean former = this.role == LinkRole.PEER && this.context.roster().isFormer(this.memberId);
		return former ? MAX_FORMER_BACKOFF_NANOS : MAX_BACKOFF_NANOS;
	}

	/**
	 * Dial, whatever the user's source of addresses throws.
	 */
	private boolean dialSafely() throws InterruptedException {
		try {
			return dial();
		}
		catch (RuntimeException ex) {
			if (this.problem.set(DialFailedException.of("cannot be dialled: " + ex.getMessage()))) {
				logger.warn(StringUtils.capitalize(describeOther(expected())) + " cannot be dialled", ex);
			}
			return false;
		}
	}

	/**
	 * Dial once, and stay as long as the link lasts.
	 * @return whether there was a link for longer than the longest backoff
	 * @throws InterruptedException if the transport closes
	 */
	private boolean dial() throws InterruptedException {
		URI base = this.context.address(this.memberId);
		if (base == null) {
			this.problem.set("address not known yet");
			return true;
		}
		this.address = MemberAddresses.hostAndPort(base);
		DialledConversation conversation = new DialledConversation(this.context, this.role, this.memberId, this.address,
				this.opening);
		begin(conversation);
		this.problem.dialling();
		this.connector.connect(conversation, base, this.context.settings().dialTimeout());
		long since = this.context.nanoTime();
		try {
			Identity other = conversation.outcome().get();
			since = this.context.nanoTime();
			up(other);
			String why = awaitEnd(conversation);
			this.problem.set(why);
			this.lost = true;
			log("Link to " + describeOther(other.memberId()) + " is down: " + why);
		}
		catch (ExecutionException ex) {
			failed(ex.getCause());
			return false;
		}
		finally {
			conversation.cut(CloseStatus.GOING_AWAY, "closed");
			begin(null);
		}
		return this.context.nanoTime() - since > MAX_BACKOFF_NANOS;
	}

	/**
	 * Wait until a link has ended. Nothing is ever sent on a link from a peer, so its
	 * death may show in nothing but silence, which a peer that lives breaks all the time.
	 */
	private String awaitEnd(DialledConversation conversation) throws InterruptedException, ExecutionException {
		if (this.role != LinkRole.PEER) {
			return conversation.end().get();
		}
		long patience = this.context.settings().silenceTimeout().toNanos();
		long left = patience;
		while (true) {
			try {
				return conversation.end().get(Math.max(1, left), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				long silence = this.context.nanoTime() - conversation.heardNanos();
				left = patience - silence;
				if (left <= 0) {
					conversation.cut(CloseStatus.GOING_AWAY,
							"nothing heard for " + TimeUnit.NANOSECONDS.toSeconds(silence) + " s");
				}
			}
		}
	}

	private void up(Identity other) {
		this.lost = false;
		synchronized (this) {
			this.boot = other.boot();
		}
		this.problem.clear();
		logger.info("Link to " + describeOther(other.memberId()) + " is up");
		this.listener.onAnswer(this.memberId, other.boot());
	}

	private void failed(@Nullable Throwable cause) {
		DialFailedException failure = (cause instanceof DialFailedException known) ? known
				: DialFailedException.of(String.valueOf(cause));
		Refusal refusal = failure.refusal();
		if (this.problem.set(failure) && refusal != null && refusal.reason() != RefusalReason.NOT_THERE) {
			logger.warn(StringUtils.capitalize(describeOther(expected())) + ": " + failure.getMessage());
		}
		this.listener.onFailure(this.memberId, refusal);
		if (this.lost && failure.nobodyListens()) {
			this.lost = false;
			this.listener.onGone(this.memberId);
		}
	}

	private int expected() {
		return (this.role != LinkRole.CLIENT) ? this.memberId : TransportSettings.NO_MEMBER;
	}

	private String describeOther(int otherId) {
		return (otherId != TransportSettings.NO_MEMBER) ? "member " + otherId + " at " + this.address
				: "the process at " + this.address;
	}

	private void log(String text) {
		if (!this.context.isClosed()) {
			logger.info(text);
		}
	}

	private synchronized void begin(@Nullable DialledConversation conversation) {
		this.current = conversation;
		this.boot = null;
		if (conversation != null) {
			this.hurry = false;
		}
	}

	private synchronized boolean pause(long nanos) throws InterruptedException {
		long deadline = this.context.nanoTime() + nanos;
		long left = nanos;
		while (!this.hurry && !this.closed && left > 0) {
			wait(1 + left / 1_000_000);
			left = deadline - this.context.nanoTime();
		}
		return this.hurry;
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	/**
	 * Told how dials end.
	 */
	interface Listener {

		/**
		 * Called when a link is up.
		 * @param memberId the member
		 * @param boot the process that answered
		 */
		void onAnswer(int memberId, UUID boot);

		/**
		 * Called when a dial has led to no link.
		 * @param memberId the member
		 * @param refusal why one end refused the other; {@code null} if neither did
		 */
		void onFailure(int memberId, @Nullable Refusal refusal);

		/**
		 * Called when a link was lost and no process listens at the member's address any
		 * more.
		 * @param memberId the member
		 */
		default void onGone(int memberId) {
		}

	}

}
