package dev.viewstamped.transport;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import dev.viewstamped.client.ClientNetwork;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The links of an application that has no replica of its own: one to each address that it
 * was given, and to each one that the group has told it of, used in both directions.
 * Which member is there shows in the handshake.
 * <p>
 * {@link #send}, {@link #follow} and {@link #flush} belong to the client's loop; the
 * other methods may be called by any thread.
 */
public final class ClientTransport implements ClientNetwork, AutoCloseable {

	private final LinkContext context;

	private final ClientTransportListener listener;

	private final Conditions conditions;

	private final Connector connector;

	private final MessageCodec<ClientMessage> codec = new MessageCodec<>(ClientMessageCodec.types());

	/** Number of the addresses given, whose targets stay. */
	private final int seeds;

	private final List<ClientTarget> targets = new CopyOnWriteArrayList<>();

	/** The addresses that the group has told, by target. */
	private final Map<Integer, String> followed = new TreeMap<>();

	private final List<SendingLink<ClientMessage>> unflushed = new ArrayList<>();

	private boolean started;

	/**
	 * A transport that has not been started.
	 * @param settings what this process is; its member id is
	 * {@link TransportSettings#NO_MEMBER}, and its member count the number of addresses
	 * @param addresses where members are, any of them in any order
	 * @param listener takes what is received
	 * @param random for jitter and challenges; must be unpredictable where a secret is
	 * set, and safe for use by several threads
	 * @param nanoTime a monotonic clock in nanoseconds
	 */
	public ClientTransport(TransportSettings settings, MemberAddresses addresses, ClientTransportListener listener,
			RandomGenerator random, LongSupplier nanoTime) {
		if (settings.memberId() != TransportSettings.NO_MEMBER) {
			throw new IllegalArgumentException("A client has no member id, but was given " + settings.memberId());
		}
		if (settings.memberCount() < 1) {
			throw new IllegalArgumentException("A client needs at least one address");
		}
		this.context = new LinkContext(settings, addresses, random, nanoTime, listener::onRead);
		this.listener = listener;
		this.conditions = new Conditions(this.context);
		this.connector = new Connector(this.context);
		this.seeds = settings.memberCount();
		for (int i = 0; i < this.seeds; i++) {
			this.targets.add(target(i));
		}
	}

	private ClientTarget target(int target) {
		return new ClientTarget(target, this.context, this.connector, this.codec, this.conditions, this.listener);
	}

	/**
	 * Begin to dial.
	 */
	public synchronized void start() {
		this.started = true;
		this.targets.forEach(ClientTarget::start);
	}

	@Override
	public int targets() {
		return this.targets.size();
	}

	@Override
	public boolean isConnected(int target) {
		return this.targets.get(target).link() != null;
	}

	@Override
	public int memberId(int target) {
		return this.targets.get(target).memberId();
	}

	@Override
	public boolean send(int target, ClientMessage message) {
		SendingLink<ClientMessage> link = this.targets.get(target).link();
		if (link == null) {
			this.context.meter().dropped(1);
			return false;
		}
		if (!link.offer(message)) {
			return false;
		}
		if (link.markUnflushed()) {
			this.unflushed.add(link);
		}
		return true;
	}

	@Override
	public synchronized void follow(List<Member> members) {
		Set<String> missing = new LinkedHashSet<>();
		members.forEach((member) -> missing.add(member.address()));
		for (int seed = 0; seed < this.seeds; seed++) {
			missing.remove(this.context.describeAddress(seed));
		}
		this.followed.entrySet().removeIf((entry) -> !missing.remove(entry.getValue()) && leave(entry.getKey()));
		List<Integer> places = new ArrayList<>();
		for (String address : missing) {
			int place = vacantPlace();
			this.followed.put(place, address);
			places.add(place);
		}
		List<Member> all = new ArrayList<>();
		IntStream.range(0, this.seeds).forEach((seed) -> all.add(new Member(seed, "")));
		this.followed.forEach((place, address) -> all.add(new Member(place, address)));
		this.context.roster().others(all, Set.of());
		places.forEach(this::begin);
	}

	private boolean leave(int place) {
		this.targets.get(place).close();
		return true;
	}

	private int vacantPlace() {
		int place = this.seeds;
		while (this.followed.containsKey(place)) {
			place++;
		}
		return place;
	}

	/**
	 * Give a place to the address that it has now. A place is never taken away, since
	 * what is on its way remembers places.
	 */
	private void begin(int place) {
		ClientTarget target = target(place);
		if (place < this.targets.size()) {
			this.targets.set(place, target);
		}
		else {
			this.targets.add(target);
		}
		if (this.started && !this.context.isClosed()) {
			target.start();
		}
	}

	/**
	 * Let everything queued go out. Called at the end of a batch.
	 */
	public void flush() {
		this.unflushed.forEach(SendingLink::flush);
		this.unflushed.clear();
	}

	/**
	 * Drop all links with everything queued on them and dial anew, by name. Does not
	 * block.
	 */
	public void reset() {
		this.context.cutAll("reset");
		this.targets.forEach((target) -> target.redial("reset"));
	}

	/**
	 * The links to the members, in the order of the addresses that were given, and then
	 * those that were found.
	 * @return a report of each, with the member that was there last
	 */
	public List<LinkReport> links() {
		return this.targets.stream().filter((target) -> !target.isGone()).map(ClientTarget::report).toList();
	}

	/**
	 * What has been counted since the start.
	 * @return the counters
	 */
	public TransportCounters counters() {
		return this.context.meter().counters();
	}

	/**
	 * What the members' handshakes say against this client's configuration.
	 * @return the condition; {@code null} while there is none
	 */
	public @Nullable Condition condition() {
		return this.conditions.current();
	}

	/**
	 * Close all links, within a bounded time.
	 */
	@Override
	public void close() {
		synchronized (this) {
			this.targets.forEach(ClientTarget::close);
		}
		this.context.close();
		this.connector.close();
	}

}
