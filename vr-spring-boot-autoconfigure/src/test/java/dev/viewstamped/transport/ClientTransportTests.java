package dev.viewstamped.transport;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.LocatePrimary;
import dev.viewstamped.message.PrimaryLocation;
import dev.viewstamped.replica.Condition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClientTransportTests {

	private static final UUID CLIENT = UUID.randomUUID();

	private final List<AutoCloseable> resources = new ArrayList<>();

	private final Queue<Map.Entry<Integer, ClientMessage>> received = new ConcurrentLinkedQueue<>();

	/** Whether a message was handed over after which nothing was said of waiting. */
	private volatile boolean unread;

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@Test
	void messagesGoBothWays() {
		Ports ports = new Ports(2);
		TransportNode replica = node(1, ports);
		ClientTransport client = client("test", 2, "a secret", ports);
		patiently().until(() -> client.isConnected(1));
		assertThat(client.targets()).isEqualTo(2);
		assertThat(client.isConnected(0)).isFalse();
		assertThat(client.send(0, new LocatePrimary(CLIENT))).isFalse();
		assertThat(client.send(1, new LocatePrimary(CLIENT))).isTrue();
		client.flush();
		patiently().until(() -> !replica.clientMessages.isEmpty());
		long link = replica.clientMessages.element().getKey();
		assertThat(link).isPositive();
		assertThat(replica.clientMessages).containsExactly(Map.entry(link, new LocatePrimary(CLIENT)));
		PrimaryLocation answer = new PrimaryLocation(TransportNode.GROUP_ID, CLIENT, 0, 3, -1);
		replica.transport.reply(link, answer);
		replica.transport.flush();
		patiently().until(() -> this.received.contains(Map.entry(1, answer)));
		patiently().until(() -> !this.unread && !replica.unread);
	}

	@Test
	void replicaLearnsOfTheEndOfALink() {
		Ports ports = new Ports(1);
		TransportNode replica = node(0, ports);
		ClientTransport client = client("test", 1, "a secret", ports);
		patiently().until(() -> client.isConnected(0));
		client.reset();
		patiently().until(() -> replica.closedClients.contains(1L));
		patiently().until(() -> client.isConnected(0));
		client.close();
		patiently().until(() -> replica.closedClients.contains(2L));
		assertThat(replica.closedClients).containsExactly(1L, 2L);
	}

	@Test
	void clientWithAnotherSecretIsUnauthorized() {
		Ports ports = new Ports(1);
		node(0, ports);
		ClientTransport client = client("test", 1, "another", ports);
		awaitCondition(client, Condition.UNAUTHORIZED);
		assertThat(client.isConnected(0)).isFalse();
	}

	@Test
	void clientOfAnotherGroupIsRefused() {
		Ports ports = new Ports(1);
		node(0, ports);
		awaitCondition(client("other", 1, "a secret", ports), Condition.GROUP_MISMATCH);
	}

	@Test
	void listNeedsNotBeThatOfTheMembers() {
		Ports ports = new Ports(3);
		TransportNode first = node(1, ports);
		TransportNode second = node(2, ports);
		Ports own = new Ports(4);
		own.set(0, second.port);
		own.set(1, first.port);
		own.set(2, second.port);
		ClientTransport client = client("test", 4, "a secret", own);
		patiently().until(() -> client.isConnected(0) && client.isConnected(1) && client.isConnected(2));
		assertThat(client.condition()).isNull();
		assertThat(client.targets()).isEqualTo(4);
		assertThat(IntStream.range(0, 4).map(client::memberId)).containsExactly(2, 1, 2, -1);
		patiently().untilAsserted(() -> assertThat(client.links()).containsExactly(
				new LinkReport(2, "localhost:" + second.port, true, null),
				new LinkReport(1, "localhost:" + first.port, true, null),
				new LinkReport(2, "localhost:" + second.port, true, null),
				new LinkReport(-1, "localhost:0", false, "address not known yet")));
		assertThat(client.send(0, new LocatePrimary(CLIENT))).isTrue();
		client.flush();
		patiently().until(() -> !second.clientMessages.isEmpty());
		PrimaryLocation answer = new PrimaryLocation(TransportNode.GROUP_ID, CLIENT, 0, 4, 1);
		second.transport.reply(second.clientMessages.element().getKey(), answer);
		second.transport.flush();
		patiently().until(() -> this.received.contains(Map.entry(0, answer)));
		assertThat(first.clientMessages).isEmpty();
	}

	@Test
	void followedMembersAreTargetsUntilTheyAreGone() {
		Ports ports = new Ports(3);
		TransportNode first = node(0, ports);
		TransportNode second = node(1, ports);
		TransportNode third = node(2, ports);
		Ports seeds = new Ports(1);
		seeds.set(0, first.port);
		ClientTransport client = client("test", 1, "a secret", seeds);
		client.follow(List.of(first.member(), second.member()));
		patiently().until(() -> client.isConnected(0) && client.isConnected(1));
		assertThat(IntStream.range(0, client.targets()).map(client::memberId)).containsExactly(0, 1);
		client.follow(List.of(second.member(), third.member()));
		patiently().until(() -> client.isConnected(2));
		assertThat(client.isConnected(0)).as("a seed stays").isTrue();
		assertThat(client.isConnected(1)).isTrue();
		client.follow(List.of(third.member()));
		assertThat(client.isConnected(1)).isFalse();
		assertThat(client.send(1, new LocatePrimary(CLIENT))).isFalse();
		assertThat(client.targets()).isEqualTo(3);
		assertThat(client.links()).extracting(LinkReport::memberId).containsExactly(0, 2);
		patiently().until(() -> second.closedClients.size() == 1);
		client.follow(List.of(third.member(), second.member()));
		patiently().until(() -> client.isConnected(1));
		assertThat(client.memberId(1)).isEqualTo(1);
		assertThat(client.targets()).isEqualTo(3);
		assertThat(client.send(1, new LocatePrimary(CLIENT))).isTrue();
		client.flush();
		patiently().until(() -> second.clientMessages.size() == 1);
		PrimaryLocation answer = new PrimaryLocation(TransportNode.GROUP_ID, CLIENT, 1, 4, 1);
		second.transport.reply(second.clientMessages.element().getKey(), answer);
		second.transport.flush();
		patiently().until(() -> this.received.contains(Map.entry(1, answer)));
	}

	@Test
	void linksSayWhyAMemberCannotBeReached() {
		Ports ports = new Ports(2);
		TransportNode replica = node(0, ports);
		replica.close();
		ClientTransport client = client("test", 2, "a secret", ports);
		patiently().untilAsserted(() -> assertThat(client.links()).containsExactly(
				new LinkReport(-1, "localhost:" + replica.port, false, "connection refused"),
				new LinkReport(-1, "localhost:0", false, "address not known yet")));
	}

	private TransportNode node(int memberId, Ports ports) {
		TransportNode node = new TransportNode(TransportNode.settings(memberId, ports.peers().size()), ports);
		this.resources.add(node);
		ports.set(memberId, node.port);
		node.transport.start();
		return node;
	}

	private ClientTransport client(String group, int members, @Nullable String secret, Ports ports) {
		TransportSettings settings = TransportNode.settings(group, TransportSettings.NO_MEMBER, members, secret);
		ClientTransport client = new ClientTransport(settings, ports, new Recorder(), new SecureRandom(),
				System::nanoTime);
		this.resources.add(client);
		client.start();
		return client;
	}

	private static void awaitCondition(ClientTransport client, String code) {
		patiently().untilAsserted(
				() -> assertThat(client.condition()).isNotNull().extracting(Condition::code).isEqualTo(code));
	}

	private static ConditionFactory patiently() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
	}

	private final class Recorder implements ClientTransportListener {

		@Override
		public boolean onMessage(int target, ClientMessage message) {
			ClientTransportTests.this.unread = true;
			return ClientTransportTests.this.received.add(Map.entry(target, message));
		}

		@Override
		public void onRead() {
			ClientTransportTests.this.unread = false;
		}

	}

}
