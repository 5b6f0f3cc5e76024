package dev.viewstamped.transport;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.PrepareOk;
import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/**
 * A replica's transport at a web server of its own.
 */
class TransportNode implements AutoCloseable {

	static final UUID GROUP_ID = new UUID(7, 7);

	final Queue<PeerMessage> peerMessages = new ConcurrentLinkedQueue<>();

	final Queue<Map.Entry<Long, ClientMessage>> clientMessages = new ConcurrentLinkedQueue<>();

	/** Whether a message was handed over after which nothing was said of waiting. */
	volatile boolean unread;

	final Queue<Long> closedClients = new ConcurrentLinkedQueue<>();

	final Queue<Integer> gone = new ConcurrentLinkedQueue<>();

	final Queue<Integer> strangers = new ConcurrentLinkedQueue<>();

	final Queue<String> superseded = new ConcurrentLinkedQueue<>();

	volatile Runnable onPeerMessage = () -> {
	};

	final ReplicaTransport transport;

	final int port;

	private final boolean takesOver;

	private volatile int memberId;

	private final ConfigurableApplicationContext server;

	/**
	 * Start a web server on a random port.
	 * @param settings what the transport is
	 * @param addresses where the members are
	 * @param properties more properties of the web server
	 */
	TransportNode(TransportSettings settings, MemberAddresses addresses, String... properties) {
		this(settings, addresses, true, properties);
	}

	/**
	 * Start a web server on a random port.
	 * @param settings what the transport is
	 * @param addresses where the members are
	 * @param takesOver whether connections are taken over from the web server
	 * @param properties more properties of the web server
	 */
	TransportNode(TransportSettings settings, MemberAddresses addresses, boolean takesOver, String... properties) {
		this.memberId = settings.memberId();
		this.takesOver = takesOver;
		this.transport = new ReplicaTransport(settings, addresses, new Recorder(), new SecureRandom(),
				System::nanoTime);
		this.server = new SpringApplicationBuilder(Server.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.main.log-startup-info=false",
					"spring.jmx.enabled=false")
			.properties(properties)
			.initializers((GenericApplicationContext context) -> context.registerBean("vr",
					SimpleUrlHandlerMapping.class, this::mapping))
			.run();
		this.port = Objects.requireNonNull(((ServletWebServerApplicationContext) this.server).getWebServer()).getPort();
	}

	static TransportSettings settings(int memberId, int members) {
		return settings("test", memberId, members, "a secret");
	}

	static TransportSettings settings(String group, int memberId, int members, @Nullable String secret) {
		return new TransportSettings(group, memberId, UUID.randomUUID(), members, secret, null, 1 << 20, 1 << 22,
				Duration.ofSeconds(2));
	}

	static PeerMessage message(int from, long number) {
		return new PrepareOk(new Header(GROUP_ID, 0, 0, from, 1), number);
	}

	void become(int memberId) {
		this.memberId = memberId;
		this.transport.become(memberId, UUID.randomUUID());
	}

	/**
	 * This node as one of the others.
	 * @return a member at this node's port
	 */
	Member member() {
		return member(this.memberId);
	}

	Member member(int memberId) {
		return new Member(memberId, "localhost:" + this.port);
	}

	void send(int to, long number) {
		this.transport.send(to, message(this.memberId, number));
		this.transport.flush();
	}

	boolean hasReceived(int from, long number) {
		return this.peerMessages.contains(message(from, number));
	}

	/**
	 * Close the web server and the transport, in the order of an application.
	 */
	@Override
	public void close() {
		this.transport.close();
		this.server.close();
	}

	private SimpleUrlHandlerMapping mapping() {
		return new SimpleUrlHandlerMapping(Map.of("/vr/peer", endpoint(this.transport.peerHandler()), "/vr/client",
				endpoint(this.transport.clientHandler())), -1);
	}

	private WebSocketHttpRequestHandler endpoint(WebSocketHandler handler) {
		return this.takesOver
				? new WebSocketHttpRequestHandler(handler, new DefaultHandshakeHandler(new LinkUpgradeStrategy()))
				: new WebSocketHttpRequestHandler(handler);
	}

	/**
	 * Connections that the web server keeps in mind though it does nothing there.
	 * @return their number
	 */
	int waitingConnections() {
		TomcatWebServer web = (TomcatWebServer) Objects
			.requireNonNull(((ServletWebServerApplicationContext) this.server).getWebServer());
		return ((AbstractProtocol<?>) web.getTomcat().getConnector().getProtocolHandler()).getWaitingProcessorCount();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class })
	static class Server {

	}

	private final class Recorder implements TransportListener {

		@Override
		public boolean onPeerMessage(PeerMessage message) {
			TransportNode.this.onPeerMessage.run();
			TransportNode.this.unread = true;
			return TransportNode.this.peerMessages.add(message);
		}

		@Override
		public boolean onClientMessage(long link, ClientMessage message) {
			TransportNode.this.unread = true;
			return TransportNode.this.clientMessages.add(Map.entry(link, message));
		}

		@Override
		public void onRead() {
			TransportNode.this.unread = false;
		}

		@Override
		public void onClientClosed(long link) {
			TransportNode.this.closedClients.add(link);
		}

		@Override
		public void onPeerGone(int memberId) {
			TransportNode.this.gone.add(memberId);
		}

		@Override
		public void onStranger(int memberId) {
			TransportNode.this.strangers.add(memberId);
		}

		@Override
		public void onSuperseded(String why) {
			TransportNode.this.superseded.add(why);
		}

	}

}
