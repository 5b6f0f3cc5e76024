package dev.viewstamped.transport;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Request;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.handler.BinaryWebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;

class HostileLinkTests {

	private static final int MEGABYTE = 1 << 20;

	private static final long HEAP_MARGIN = 48L * MEGABYTE;

	private final SplittableRandom random = new SplittableRandom(11);

	private final Ports ports = new Ports(2);

	private final List<AutoCloseable> resources = new ArrayList<>();

	private TransportNode first;

	private TransportNode second;

	@BeforeEach
	void startAll() {
		this.first = node(0);
		this.second = node(1);
		patiently().until(() -> this.first.transport.links().get(0).connected());
	}

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@Test
	void garbageBeforeTheHandshakeIsRefused() throws Exception {
		long heap = usedHeap();
		for (String endpoint : List.of("peer", "client")) {
			long malformed = this.first.transport.counters().malformed();
			sendUntilClosed(connect(endpoint), 10 * MEGABYTE);
			for (int i = 0; i < 20; i++) {
				sendUntilClosed(connect(endpoint), 1 + this.random.nextInt(30_000));
			}
			patiently().until(() -> this.first.transport.counters().malformed() >= malformed + 21);
		}
		assertThat(usedHeap() - heap).isLessThan(HEAP_MARGIN);
		assertThatMessagesFlow();
	}

	@Test
	void bytesThatAreNoWebSocketFramesAreCounted() throws Exception {
		for (String endpoint : List.of("peer", "client")) {
			long malformed = this.first.transport.counters().malformed();
			sendRaw(endpoint, 10 * MEGABYTE);
			sendRaw(endpoint, 100);
			patiently().until(() -> this.first.transport.counters().malformed() >= malformed + 2);
		}
		assertThatMessagesFlow();
	}

	/**
	 * Sends bytes right after the upgrade, the first of which no frame may begin with.
	 */
	private void sendRaw(String endpoint, int length) throws IOException {
		byte[] bytes = new byte[length];
		new Random(13).nextBytes(bytes);
		bytes[0] = (byte) 0xF3;
		try (Socket socket = upgrade(endpoint, new byte[0])) {
			assertThat(socket.getInputStream().read()).isEqualTo('H');
			try {
				socket.getOutputStream().write(bytes);
				socket.getInputStream().transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				// The other end has closed the connection, as it should
				assertThat(socket.isConnected()).isTrue();
			}
		}
	}

	@Test
	void textIsRefused() throws Exception {
		WebSocketSession session = connect("peer");
		session.sendMessage(new TextMessage("hello"));
		patiently().until(() -> !session.isOpen());
		assertThat(this.first.transport.counters().malformed()).isEqualTo(1);
	}

	@Test
	void garbageAfterTheHandshakeClosesTheLinkAndIsCounted() throws Exception {
		long heap = usedHeap();
		for (int i = 0; i < 10; i++) {
			sendUntilClosed(handshake(), MEGABYTE);
		}
		sendUntilClosed(handshake(), 10 * MEGABYTE);
		patiently().until(() -> this.first.closedClients.size() == 11);
		assertThat(this.first.transport.counters().malformed()).isEqualTo(11);
		assertThat(this.first.clientMessages).isEmpty();
		assertThat(usedHeap() - heap).isLessThan(HEAP_MARGIN);
		assertThatMessagesFlow();
	}

	@Test
	void truncatedFrameClosesTheLinkAndIsCounted() throws Exception {
		Link link = handshake();
		MessageCodec<ClientMessage> codec = new MessageCodec<>(ClientMessageCodec.types());
		FrameWriter out = new FrameWriter(MEGABYTE);
		codec.begin(out);
		codec.write(out, new RandomMessages(5).next(Request.class));
		codec.seal(out, 0, out.position());
		link.wire().send(ByteBuffer.wrap(out.buffer(), 0, out.position() - 1));
		patiently().until(() -> this.first.closedClients.size() == 1);
		assertThat(this.first.transport.counters().malformed()).isEqualTo(1);
	}

	@Test
	void connectionsThatProveNothingAreLimitedAndEndInTime() throws Exception {
		List<WebSocketSession> sessions = new ArrayList<>();
		int refused = 0;
		for (int i = 0; i < 80; i++) {
			try {
				sessions.add(connect("peer"));
			}
			catch (ExecutionException ex) {
				assertThat(ex).hasStackTraceContaining("503");
				refused++;
			}
		}
		assertThat(refused > 0).isEqualTo(takesOver());
		patiently().until(() -> sessions.stream().filter(WebSocketSession::isOpen).count() <= 64);
		patiently().until(() -> sessions.stream().noneMatch(WebSocketSession::isOpen));
		assertThatMessagesFlow();
	}

	@Test
	void stalledReceiverDoesNotBlockTheSender() throws Exception {
		CountDownLatch stalled = new CountDownLatch(1);
		this.second.onPeerMessage = () -> await(stalled);
		byte[] payload = new byte[100_000];
		PeerMessage message = new Forward(new Header(TransportNode.GROUP_ID, 0, 0, 0, 1),
				new Request(TransportNode.GROUP_ID, TransportNode.GROUP_ID, 1, 1, 0, 1, Operation.COMMAND, payload));
		AtomicLong slowest = new AtomicLong();
		try {
			// What the sockets' buffers take does not stall, so send until the link is
			// given up
			patiently().pollInterval(Duration.ofMillis(1)).until(() -> {
				long start = System.nanoTime();
				this.first.transport.send(1, message);
				this.first.transport.flush();
				slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
				return !this.first.transport.links().get(0).connected();
			});
		}
		finally {
			stalled.countDown();
		}
		assertThat(Duration.ofNanos(slowest.get())).isLessThan(Duration.ofSeconds(1));
		assertThat(this.first.transport.counters().dropped()).isPositive();
		assertThatMessagesFlow();
	}

	@Test
	void browsersAreRefused() throws Exception {
		try (Socket socket = upgrade("client", new byte[0], "Origin: http://localhost")) {
			String status = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
				.readLine();
			assertThat(status).startsWith(takesOver() ? "HTTP/1.1 403" : "HTTP/1.1 101");
		}
		assertThat(this.first.closedClients).isEmpty();
	}

	@Test
	void bytesThatComeWithTheRequestAreNotLost() throws Exception {
		byte[] bytes = new byte[5000];
		bytes[0] = (byte) 0xF3;
		try (Socket socket = upgrade("client", bytes)) {
			patiently().until(() -> this.first.transport.counters().malformed() == 1);
			assertThat(socket.isConnected()).isTrue();
		}
	}

	@Test
	void connectionsThatEndAtOnceLeaveNothingBehind() throws Exception {
		int waiting = this.first.waitingConnections();
		for (int i = 0; i < 200; i++) {
			try (Socket socket = upgrade((i % 2 == 0) ? "peer" : "client", new byte[0])) {
				socket.shutdownOutput();
				socket.getInputStream().transferTo(OutputStream.nullOutputStream());
			}
		}
		patiently().until(() -> this.first.waitingConnections() == waiting);
		patiently().until(() -> readers() <= 2);
		assertThatMessagesFlow();
	}

	@Test
	void connectionsThatAreNotClosedByTheOtherEndAreClosedAllTheSame() throws Exception {
		int waiting = this.first.waitingConnections();
		List<Socket> sockets = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			Socket socket = upgrade("client", new byte[] { (byte) 0xF3, 0 });
			this.resources.add(socket);
			sockets.add(socket);
		}
		for (Socket socket : sockets) {
			socket.setSoTimeout(30_000);
			socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		}
		assertThat(this.first.transport.counters().malformed()).isEqualTo(60);
		patiently().until(() -> this.first.waitingConnections() == waiting);
		patiently().until(() -> readers() <= 2);
		assertThatMessagesFlow();
	}

	private static long readers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("vr-link-accepted"))
			.count();
	}

	private Socket upgrade(String endpoint, byte[] bytesBehind, String... headers) throws IOException {
		List<String> lines = new ArrayList<>(List.of("GET /vr/" + endpoint + " HTTP/1.1", "Host: localhost",
				"Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
				"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));
		lines.addAll(List.of(headers));
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
		request.writeBytes(bytesBehind);
		Socket socket = new Socket("localhost", this.first.port);
		socket.getOutputStream().write(request.toByteArray());
		return socket;
	}

	/**
	 * Whether connections are taken over from the web server.
	 */
	boolean takesOver() {
		return true;
	}

	private void assertThatMessagesFlow() {
		patiently().untilAsserted(() -> {
			this.first.send(1, 77);
			assertThat(this.second.hasReceived(0, 77)).isTrue();
		});
	}

	private void sendUntilClosed(WebSocketSession session, int bytes) {
		try {
			session.sendMessage(new BinaryMessage(garbage(bytes)));
			patiently().until(() -> !session.isOpen());
		}
		catch (IOException | IllegalStateException ex) {
			assertThat(session.isOpen()).as(ex.toString()).isFalse();
		}
	}

	private void sendUntilClosed(Link link, int bytes) {
		try {
			link.wire().send(garbage(bytes));
		}
		catch (IOException ex) {
			assertThat(ex).isNotNull();
		}
		patiently().until(() -> link.conversation().isCut());
	}

	private byte[] garbage(int bytes) {
		byte[] garbage = new byte[bytes];
		this.random.nextBytes(garbage);
		return garbage;
	}

	private WebSocketSession connect(String endpoint) throws Exception {
		return new StandardWebSocketClient()
			.execute(new BinaryWebSocketHandler(), (WebSocketHttpHeaders) null,
					URI.create("ws://localhost:" + this.first.port + "/vr/" + endpoint))
			.get(30, TimeUnit.SECONDS);
	}

	/**
	 * Connects as a client and completes the handshake.
	 */
	private Link handshake() throws Exception {
		TransportSettings settings = TransportNode.settings("test", TransportSettings.NO_MEMBER, 2, "a secret");
		LinkContext context = new LinkContext(settings, this.ports, new SecureRandom(), System::nanoTime, () -> {
		});
		this.resources.add(context::close);
		List<Wire> wires = new ArrayList<>();
		DialledConversation conversation = new DialledConversation(context, LinkRole.CLIENT, 0, "here",
				(self, wire, other) -> {
					wires.add(wire);
					return (frame) -> {
					};
				});
		new Connector(context).connect(conversation, URI.create("ws://localhost:" + this.first.port + "/vr"),
				Duration.ofSeconds(30));
		conversation.outcome().get(30, TimeUnit.SECONDS);
		return new Link(conversation, wires.get(0));
	}

	private TransportNode node(int memberId) {
		TransportNode node = new TransportNode(TransportNode.settings(memberId, 2), this.ports, takesOver());
		this.resources.add(node);
		this.ports.set(memberId, node.port);
		node.transport.start();
		return node;
	}

	private static long usedHeap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static ConditionFactory patiently() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
	}

	private record Link(DialledConversation conversation, Wire wire) {

	}

}
