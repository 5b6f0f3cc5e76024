package dev.viewstamped.transport;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.viewstamped.message.Header;
import dev.viewstamped.message.LocatePrimary;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.replica.Condition;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

class ReplicaTransportTests {

	private final List<AutoCloseable> resources = new ArrayList<>();

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@Test
	void messagesFlowBetweenAllMembers() {
		Ports ports = new Ports(3);
		List<TransportNode> nodes = List.of(start(0, ports), start(1, ports), start(2, ports));
		patiently().untilAsserted(() -> {
			for (int from = 0; from < 3; from++) {
				for (int to = 0; to < 3; to++) {
					if (from != to) {
						nodes.get(from).send(to, 10 + from);
						assertThat(nodes.get(to).hasReceived(from, 10 + from)).isTrue();
					}
				}
			}
		});
		patiently().untilAsserted(() -> assertThat(nodes.get(0).transport.links()).extracting(LinkReport::problem)
			.containsExactly(null, null));
		assertThat(nodes.get(0).transport.condition()).isNull();
		assertThat(nodes.get(0).transport.counters().received()).isPositive();
		assertThat(nodes.get(0).transport.counters().malformed()).isZero();
	}

	@Test
	void messagesKeepTheirOrderOnALink() {
		Ports ports = new Ports(2);
		TransportNode first = start(0, ports);
		TransportNode second = start(1, ports);
		awaitConnected(first);
		for (int i = 0; i < 20_000; i++) {
			first.transport.send(1, TransportNode.message(0, i));
			if (i % 100 == 99) {
				first.transport.flush();
			}
		}
		patiently().until(() -> second.hasReceived(0, 19_999));
		assertThat(second.peerMessages).extracting((message) -> ((PrepareOk) message).opNumber()).isSorted();
		assertThat(second.peerMessages).hasSize(20_000);
	}

	@Test
	void linksSayWhyAPeerCannotBeReached() {
		Ports ports = new Ports(3);
		TransportNode first = start(0, ports);
		TransportNode second = start(1, ports);
		awaitUp(first, 1);
		second.close();
		patiently().untilAsserted(() -> assertThat(first.transport.links()).containsExactly(
				new LinkReport(1, "localhost:" + second.port, false, "connection refused"),
				new LinkReport(2, "localhost:0", false, "address not known yet")));
		patiently().untilAsserted(() -> assertThat(first.gone).containsExactly(1));
	}

	@Test
	void linksSayHowLongAPeerIsSilent() throws Exception {
		Ports ports = new Ports(2);
		try (ServerSocket silent = new ServerSocket(0)) {
			ports.set(1, silent.getLocalPort());
			TransportNode first = start(0, ports);
			patiently().untilAsserted(
					() -> assertThat(first.transport.links().get(0).problem()).isEqualTo("no answer for 6 s"));
		}
	}

	@Test
	void linksSayThatAnAddressIsNoReplica() {
		Ports ports = new Ports(2);
		TransportNode first = start(0, ports);
		MemberAddresses elsewhere = () -> List.of(ports.peers().get(0),
				URI.create("ws://localhost:" + first.port + "/other"));
		TransportNode second = node(TransportNode.settings(0, 2), elsewhere);
		second.transport.start();
		patiently()
			.untilAsserted(() -> assertThat(second.transport.links().get(0).problem()).contains("HTTP status 404"));
	}

	@Test
	void addressesThatCannotBeToldDoNotEndTheDialling() {
		Ports ports = new Ports(2);
		AtomicBoolean broken = new AtomicBoolean();
		MemberAddresses addresses = () -> {
			if (broken.get()) {
				throw new IllegalStateException("no addresses today");
			}
			return ports.peers();
		};
		TransportNode first = node(TransportNode.settings(0, 2), addresses);
		ports.set(0, first.port);
		broken.set(true);
		first.transport.start();
		patiently().untilAsserted(() -> assertThat(first.transport.links().get(0).problem())
			.isEqualTo("cannot be dialled: no addresses today"));
		broken.set(false);
		start(1, ports);
		awaitUp(first, 1);
	}

	@Test
	void secretThatDiffersIsUnauthorized() {
		Ports ports = new Ports(2);
		TransportNode first = start(TransportNode.settings("test", 0, 2, "a secret"), ports, ports);
		TransportNode second = start(TransportNode.settings("test", 1, 2, "another"), ports, ports);
		awaitCondition(first, Condition.UNAUTHORIZED, "localhost:" + second.port,
				"set the same vr.transport.secret on all members");
		awaitCondition(second, Condition.UNAUTHORIZED, "localhost:" + first.port, "vr.transport.secret");
		assertThat(first.transport.links().get(0).connected()).isFalse();
		assertThat(first.transport.links().get(0).problem()).startsWith("handshake refused: ");
		assertThat(first.transport.counters().malformed()).isPositive();
	}

	@Test
	void secretAtOneEndOnlyIsUnauthorized() {
		Ports ports = new Ports(2);
		TransportNode first = start(TransportNode.settings("test", 0, 2, "a secret"), ports, ports);
		TransportNode second = start(TransportNode.settings("test", 1, 2, null), ports, ports);
		awaitCondition(first, Condition.UNAUTHORIZED, "vr.transport.secret");
		awaitCondition(second, Condition.UNAUTHORIZED, "vr.transport.secret");
	}

	@Test
	void linksAreOpenWithoutASecret() {
		Ports ports = new Ports(2);
		TransportNode first = start(TransportNode.settings("test", 0, 2, null), ports, ports);
		TransportNode second = start(TransportNode.settings("test", 1, 2, null), ports, ports);
		awaitUp(first, 1);
		awaitUp(second, 0);
	}

	@Test
	void groupThatDiffersIsRefused() {
		Ports ports = new Ports(2);
		TransportNode first = start(TransportNode.settings("a", 0, 2, "s"), ports, ports);
		TransportNode second = start(TransportNode.settings("b", 1, 2, "s"), ports, ports);
		awaitCondition(first, Condition.GROUP_MISMATCH, "'a'", "'b'", "set vr.group");
		awaitCondition(second, Condition.GROUP_MISMATCH, "'a'", "'b'", "set vr.group");
	}

	@Test
	void memberListThatDiffersIsRefused() {
		Ports ports = new Ports(3);
		Ports others = new Ports(3);
		others.set(2, 1);
		ports.set(2, 2);
		TransportNode first = node(TransportNode.settings(0, 3), ports);
		TransportNode second = node(TransportNode.settings(1, 3), others);
		ports.set(0, first.port);
		ports.set(1, second.port);
		others.set(0, first.port);
		others.set(1, second.port);
		first.transport.start();
		second.transport.start();
		for (TransportNode node : List.of(first, second)) {
			awaitCondition(node, Condition.MEMBER_MISMATCH, "vr.members=" + ports.describe(),
					"vr.members=" + others.describe(), "make vr.members the same on all replicas");
		}
		others.set(2, 2);
		awaitUp(first, 1);
		patiently().untilAsserted(() -> assertThat(first.transport.condition()).isNull());
	}

	@Test
	void memberThatIsNotTheOneDialledIsRefused() {
		Ports ports = new Ports(3);
		TransportNode first = start(0, ports);
		TransportNode second = start(TransportNode.settings(2, 3), ports, 1);
		awaitCondition(first, Condition.MEMBER_MISMATCH, "localhost:" + second.port + " was dialled as member 1",
				"is member 2", "vr.member-id");
		awaitCondition(second, Condition.MEMBER_MISMATCH, "localhost:" + second.port + " was dialled as member 1",
				"is member 2");
	}

	@Test
	void secondProcessOfAMemberIsRefusedWhileTheFirstAnswers() {
		Ports ports = new Ports(3);
		TransportNode first = start(0, ports);
		TransportNode second = start(1, ports);
		awaitUp(first, 1);
		awaitUp(second, 0);
		TransportNode double1 = node(TransportNode.settings(1, 3), ports);
		double1.transport.start();
		awaitCondition(double1, Condition.MEMBER_MISMATCH,
				"Member id 1 is in use by the process at localhost:" + second.port,
				"give this process another vr.member-id or stop the other");
		assertThat(double1.superseded).isEmpty();
		first.send(1, 5);
		patiently().until(() -> second.hasReceived(0, 5));
		assertThat(double1.peerMessages).isEmpty();
		assertThat(first.transport.condition()).isNull();
		assertThat(second.superseded).isEmpty();
	}

	@Test
	void newProcessTakesOverAnAddressAndTheOldOneLearnsOfIt() {
		Ports ports = new Ports(2);
		Ports oldPorts = new Ports(2);
		TransportNode first = start(0, ports);
		TransportNode old = node(TransportNode.settings(1, 2), oldPorts);
		oldPorts.set(0, first.port);
		oldPorts.set(1, old.port);
		ports.set(1, old.port);
		old.transport.start();
		awaitUp(first, 1);
		awaitUp(old, 0);
		TransportNode next = node(TransportNode.settings(1, 2), ports);
		ports.set(1, next.port);
		oldPorts.set(1, next.port);
		next.transport.start();
		awaitUp(next, 0);
		patiently().untilAsserted(() -> assertThat(old.superseded).hasSize(1));
		assertThat(old.superseded.peek()).contains("Member id 1 is in use by the process at localhost:" + next.port);
		assertThat(next.superseded).isEmpty();
		patiently().untilAsserted(() -> {
			first.send(1, 6);
			assertThat(next.hasReceived(0, 6)).isTrue();
		});
	}

	@Test
	void restartedProcessIsAccepted() {
		Ports ports = new Ports(2);
		TransportNode first = start(0, ports);
		TransportNode second = start(1, ports);
		awaitUp(first, 1);
		second.close();
		TransportNode again = start(1, ports);
		awaitUp(first, 1);
		awaitUp(again, 0);
		assertThat(again.transport.condition()).isNull();
	}

	@Test
	void messageOfAnotherSenderClosesTheLink() {
		Ports ports = new Ports(2);
		TransportNode first = start(0, ports);
		TransportNode second = start(1, ports);
		awaitConnected(first);
		first.transport.send(1, new PrepareOk(new Header(TransportNode.GROUP_ID, 0, 0, 1, 1), 5));
		first.transport.flush();
		patiently().until(() -> second.transport.counters().malformed() == 1);
		assertThat(second.peerMessages).isEmpty();
		patiently().untilAsserted(() -> {
			first.send(1, 6);
			assertThat(second.hasReceived(0, 6)).isTrue();
		});
	}

	@Test
	void linkOnWhichNothingIsHeardIsMadeAnew() {
		Ports ports = new Ports(2);
		TransportNode first = start(0, ports);
		TransportNode second = start(1, ports);
		awaitConnected(first);
		first.send(1, 1);
		patiently().until(() -> second.hasReceived(0, 1));
		patiently().until(() -> String.valueOf(problem(second)).startsWith("no answer for"));
		patiently().until(() -> problem(second) == null);
		patiently().untilAsserted(() -> {
			first.send(1, 2);
			assertThat(second.hasReceived(0, 2)).isTrue();
		});
	}

	@Test
	void resetDropsLinksAndDialsAnew() {
		Ports ports = new Ports(2);
		TransportNode first = start(0, ports);
		TransportNode second = start(1, ports);
		awaitUp(first, 1);
		awaitUp(second, 0);
		first.transport.send(1, TransportNode.message(0, 1));
		first.transport.reset();
		first.transport.flush();
		patiently().untilAsserted(() -> {
			first.send(1, 2);
			second.send(0, 3);
			assertThat(second.hasReceived(0, 2)).isTrue();
			assertThat(first.hasReceived(1, 3)).isTrue();
		});
		assertThat(second.hasReceived(0, 1)).isFalse();
		assertThat(first.transport.counters().dropped()).isPositive();
	}

	@Test
	void sendToAnUnknownMemberIsDropped() {
		Ports ports = new Ports(2);
		TransportNode first = start(0, ports);
		first.send(1, 1);
		first.send(7, 1);
		first.transport.reply(99, new LocatePrimary(UUID.randomUUID()));
		assertThat(first.transport.counters().dropped()).isEqualTo(3);
	}

	private TransportNode start(int memberId, Ports ports) {
		return start(TransportNode.settings(memberId, ports.peers().size()), ports, ports);
	}

	private TransportNode start(TransportSettings settings, Ports ports, Ports known) {
		TransportNode node = node(settings, ports);
		known.set(settings.memberId(), node.port);
		node.transport.start();
		return node;
	}

	private TransportNode start(TransportSettings settings, Ports ports, int place) {
		TransportNode node = node(settings, ports);
		ports.set(place, node.port);
		node.transport.start();
		return node;
	}

	private TransportNode node(TransportSettings settings, MemberAddresses ports) {
		TransportNode node = new TransportNode(settings, ports);
		this.resources.add(node);
		return node;
	}

	private static void awaitConnected(TransportNode node) {
		patiently().until(() -> node.transport.links().get(0).connected());
	}

	private static @Nullable String problem(TransportNode node) {
		return node.transport.links().get(0).problem();
	}

	private static void awaitUp(TransportNode node, int memberId) {
		patiently().untilAsserted(
				() -> assertThat(node.transport.links()).filteredOn((report) -> report.memberId() == memberId)
					.allMatch((report) -> report.connected() && report.problem() == null));
	}

	private static void awaitCondition(TransportNode node, String code, String... texts) {
		patiently().untilAsserted(() -> {
			Condition condition = node.transport.condition();
			assertThat(condition).isNotNull();
			assertThat(condition).extracting(Condition::code).isEqualTo(code);
			assertThat(condition).extracting(Condition::message, as(InstanceOfAssertFactories.STRING)).contains(texts);
		});
	}

	private static ConditionFactory patiently() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
	}

}
