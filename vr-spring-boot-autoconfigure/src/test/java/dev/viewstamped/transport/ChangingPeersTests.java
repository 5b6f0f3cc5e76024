package dev.viewstamped.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.viewstamped.message.Member;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReplicaTransport} while the members of the group change.
 */
class ChangingPeersTests {

	private final List<AutoCloseable> resources = new ArrayList<>();

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@Test
	void processWithoutAMemberIdIsLinkedOnceItHasOne() {
		TransportNode first = member(0, new Ports(1));
		TransportNode joiner = newcomer(TransportSettings.NO_MEMBER);
		first.transport.exchangeWith(List.of(joiner.member(5)));
		patiently().until(() -> problem(first, 5).contains("has no member id yet"));
		assertThat(first.transport.condition()).isNull();
		assertThat(joiner.transport.links()).isEmpty();
		joiner.become(5);
		joiner.transport.exchangeWith(List.of(first.member()));
		awaitExchange(first, joiner);
		assertThat(joiner.transport.links()).extracting(LinkReport::address).containsExactly("localhost:" + first.port);
		assertThat(first.transport.condition()).isNull();
		assertThat(joiner.transport.condition()).isNull();
		joiner.become(TransportSettings.NO_MEMBER);
		assertThat(joiner.transport.links()).isEmpty();
		patiently().until(() -> problem(first, 5).contains("has no member id yet"));
	}

	@Test
	void laterMembersFindEachOtherWithoutAMemberList() {
		TransportNode one = newcomer(7);
		TransportNode other = newcomer(9);
		one.transport.exchangeWith(List.of(other.member()));
		other.transport.exchangeWith(List.of(one.member()));
		awaitExchange(one, other);
	}

	@Test
	void strangerCanBeToldThoughItIsNotDialled() {
		TransportNode first = member(0, new Ports(2));
		TransportNode stranger = newcomer(7);
		stranger.transport.exchangeWith(List.of(first.member()));
		patiently().until(() -> first.strangers.contains(7));
		first.send(7, 3);
		patiently().until(() -> stranger.hasReceived(0, 3));
		patiently().until(() -> first.strangers.size() >= 3);
		assertThat(first.transport.links()).extracting(LinkReport::memberId).containsExactly(1);
		assertThat(first.transport.condition()).isNull();
		assertThat(stranger.transport.links().get(0).connected()).as("it is not dialled").isFalse();
		first.transport.exchangeWith(List.of(stranger.member()));
		awaitExchange(first, stranger);
	}

	@Test
	void memberThatIsNotAmongTheOthersAnyMoreBecomesAStranger() {
		Ports ports = new Ports(3);
		TransportNode first = member(0, ports);
		TransportNode second = member(1, ports);
		TransportNode third = member(2, ports);
		awaitExchange(first, third);
		first.transport.exchangeWith(List.of(second.member()));
		patiently().until(() -> first.strangers.contains(2));
		assertThat(first.transport.links()).extracting(LinkReport::memberId).containsExactly(1);
		patiently().until(
				() -> third.transport.links().stream().anyMatch((link) -> link.memberId() == 0 && !link.connected()));
		assertThat(first.gone).doesNotContain(2);
		first.transport.exchangeWith(List.of(second.member(), new Member(2, "unused")));
		awaitExchange(first, third);
	}

	@Test
	void memberThatBecomesAnotherIsReachedUnderItsNewId() {
		Ports ports = new Ports(2);
		TransportNode first = member(0, ports);
		TransportNode second = member(1, ports);
		awaitExchange(first, second);
		second.become(4);
		second.transport.exchangeWith(List.of(first.member()));
		first.transport.exchangeWith(List.of(second.member(1), second.member(4)), Set.of(1));
		awaitExchange(first, second);
		patiently().until(() -> problem(first, 1).contains("is member 4 now"));
		assertThat(first.transport.condition()).isNull();
		assertThat(second.transport.condition()).isNull();
		assertThat(second.superseded).isEmpty();
	}

	@Test
	void refusalsOfFormerMembersAreNoCondition() {
		Ports ports = new Ports(2);
		TransportNode first = member(0, ports);
		TransportNode second = node(TransportNode.settings("another", 1, 2, "a secret"), ports);
		ports.set(1, second.port);
		second.transport.start();
		patiently().until(() -> first.transport.condition() != null);
		first.transport.exchangeWith(List.of(second.member()), Set.of(1));
		assertThat(first.transport.condition()).isNull();
	}

	@Test
	void addressThatIsNoneIsNotDialled() {
		TransportNode first = member(0, new Ports(1));
		first.transport.exchangeWith(List.of(new Member(3, "no address"), new Member(4, "localhost:0")));
		patiently().untilAsserted(() -> assertThat(first.transport.links()).extracting(LinkReport::problem)
			.containsExactly("address not known yet", "address not known yet"));
	}

	private TransportNode member(int memberId, Ports ports) {
		TransportNode node = node(TransportNode.settings(memberId, ports.peers().size()), ports);
		ports.set(memberId, node.port);
		node.transport.start();
		return node;
	}

	private TransportNode newcomer(int memberId) {
		TransportNode node = node(TransportNode.settings(memberId, 0), new Ports(0));
		node.transport.start();
		return node;
	}

	private TransportNode node(TransportSettings settings, Ports ports) {
		TransportNode node = new TransportNode(settings, ports);
		this.resources.add(node);
		return node;
	}

	private static String problem(TransportNode node, int memberId) {
		return node.transport.links()
			.stream()
			.filter((link) -> link.memberId() == memberId)
			.map((link) -> String.valueOf(link.problem()))
			.findFirst()
			.orElseThrow();
	}

	private static void awaitExchange(TransportNode one, TransportNode other) {
		patiently().untilAsserted(() -> {
			one.send(other.member().memberId(), 1);
			other.send(one.member().memberId(), 2);
			assertThat(other.hasReceived(one.member().memberId(), 1)).isTrue();
			assertThat(one.hasReceived(other.member().memberId(), 2)).isTrue();
		});
	}

	private static ConditionFactory patiently() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
	}

}
