package dev.viewstamped.transport;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemberFenceTests {

	private static final UUID KNOWN = new UUID(0, 1);

	private static final UUID OTHER = new UUID(0, 2);

	private final Ports ports = new Ports(3);

	private final LinkContext context = new LinkContext(TransportNode.settings(0, 3), this.ports, new SecureRandom(),
			System::nanoTime, () -> {
			});

	private final List<CompletableFuture<Identity>> probes = new ArrayList<>();

	private final List<UUID> processes = new ArrayList<>();

	private final MemberFence fence = new MemberFence(this.context, this::probe,
			(memberId, boot) -> this.processes.add(boot));

	@BeforeEach
	void knowAddresses() {
		this.ports.set(1, 9002);
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void admitWhenProcessIsKnownDoesNotAsk() {
		this.fence.answered(1, KNOWN);
		assertThat(this.fence.admit(1, KNOWN)).isCompletedWithValue(Optional.empty());
		assertThat(this.probes).isEmpty();
	}

	@Test
	void admitWhenKnownProcessStillAnswersRefuses() {
		this.fence.answered(1, KNOWN);
		CompletableFuture<Optional<Refusal>> decision = this.fence.admit(1, OTHER);
		assertThat(decision).isNotDone();
		answer(0, KNOWN);
		assertThat(decision.join()).hasValueSatisfying((refusal) -> {
			assertThat(refusal.reason()).isEqualTo(RefusalReason.DUPLICATE_MEMBER);
			assertThat(refusal.text()).isEqualTo("Member id 1 is in use by the process at localhost:9002 (boot " + KNOWN
					+ "); give this process another vr.member-id or stop the other");
		});
	}

	@Test
	void admitWhenNewcomerAnswersAcceptsAndTellsOfIt() {
		this.fence.answered(1, KNOWN);
		CompletableFuture<Optional<Refusal>> decision = this.fence.admit(1, OTHER);
		answer(0, OTHER);
		assertThat(decision).isCompletedWithValue(Optional.empty());
		assertThat(this.processes).containsExactly(KNOWN, OTHER);
	}

	@Test
	void admitWhenNobodyAnswersAccepts() {
		this.fence.answered(1, KNOWN);
		CompletableFuture<Optional<Refusal>> decision = this.fence.admit(1, OTHER);
		this.probes.get(0).completeExceptionally(DialFailedException.noAnswer());
		assertThat(decision).isCompletedWithValue(Optional.empty());
	}

	@Test
	void admitWhenNothingIsKnownAsks() {
		CompletableFuture<Optional<Refusal>> decision = this.fence.admit(1, OTHER);
		answer(0, KNOWN);
		assertThat(decision.join()).isPresent();
	}

	@Test
	void admitWhenAddressIsNotKnownAccepts() {
		assertThat(this.fence.admit(2, OTHER)).isCompletedWithValue(Optional.empty());
	}

	@Test
	void admitWhenOwnMemberIdRefuses() {
		assertThat(this.fence.admit(0, OTHER).join()).isPresent();
	}

	@Test
	void admitTwiceAsksOnce() {
		CompletableFuture<Optional<Refusal>> one = this.fence.admit(1, KNOWN);
		CompletableFuture<Optional<Refusal>> two = this.fence.admit(1, OTHER);
		answer(0, KNOWN);
		assertThat(this.probes).hasSize(1);
		assertThat(one.join()).isEmpty();
		assertThat(two.join()).isPresent();
	}

	private CompletableFuture<Identity> probe(int memberId) {
		CompletableFuture<Identity> probe = new CompletableFuture<>();
		this.probes.add(probe);
		return probe;
	}

	private void answer(int probe, UUID boot) {
		this.probes.get(probe).complete(new Identity("test", 1, boot, 3, this.ports.describe()));
	}

}
