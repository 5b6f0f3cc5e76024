package dev.viewstamped.transport;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

import dev.viewstamped.replica.Condition;
import org.jspecify.annotations.Nullable;

/**
 * What handshakes say against this process's configuration or that of others.
 */
final class Conditions {

	private static final long MEMORY_NANOS = Duration.ofSeconds(10).toNanos();

	private final LinkContext context;

	private final Map<Integer, Refusal> dialled = new ConcurrentSkipListMap<>();

	private final Map<Integer, Noted> accepted = new ConcurrentSkipListMap<>();

	private volatile @Nullable Refusal own;

	Conditions(LinkContext context) {
		this.context = context;
	}

	/**
	 * Note the end of a dial.
	 * @param memberId the member dialled
	 * @param refusal why it or this end refused; {@code null} if neither did
	 */
	void dialled(int memberId, @Nullable Refusal refusal) {
		put(this.dialled, memberId, refusal);
	}

	/**
	 * Note what became of a member that dialled.
	 * @param memberId the member
	 * @param refusal why it was refused; {@code null} if it was not
	 */
	void accepted(int memberId, @Nullable Refusal refusal) {
		if (this.context.roster().contains(memberId)) {
			put(this.accepted, memberId, (refusal != null) ? new Noted(refusal, this.context.nanoTime()) : null);
		}
	}

	/**
	 * Note what answers at this process's own address.
	 * @param refusal what is wrong with it; {@code null} if nothing is
	 */
	void own(@Nullable Refusal refusal) {
		this.own = refusal;
	}

	/**
	 * What handshakes say, of those that take part in the group.
	 * @return the condition; {@code null} if there is none
	 */
	@Nullable Condition current() {
		long now = this.context.nanoTime();
		Stream<Refusal> refusals = Stream
			.of(Stream.ofNullable(this.own), concerned(this.dialled),
					concerned(this.accepted).filter((noted) -> now - noted.nanoTime() < MEMORY_NANOS)
						.map(Noted::refusal))
			.flatMap((stream) -> stream);
		return refusals.map(Conditions::condition).filter(Objects::nonNull).findFirst().orElse(null);
	}

	private <T> Stream<T> concerned(Map<Integer, T> noted) {
		Roster roster = this.context.roster();
		return noted.entrySet()
			.stream()
			.filter((entry) -> roster.contains(entry.getKey()) && !roster.isFormer(entry.getKey()))
			.map(Map.Entry::getValue);
	}

	private static <T> void put(Map<Integer, T> map, int memberId, @Nullable T value) {
		if (value != null) {
			map.put(memberId, value);
		}
		else {
			map.remove(memberId);
		}
	}

	private static @Nullable Condition condition(@Nullable Refusal refusal) {
		String code = (refusal != null) ? refusal.reason().conditionCode() : null;
		return (refusal != null && code != null) ? new Condition(code, refusal.text()) : null;
	}

	private record Noted(Refusal refusal, long nanoTime) {

	}

}
