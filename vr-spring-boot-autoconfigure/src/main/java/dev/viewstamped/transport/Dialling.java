package dev.viewstamped.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to a WebSocket.
 */
final class Dialling {

	private static final Log logger = LogFactory.getLog(Dialling.class);

	private static final int DEFAULT_PORT = 80;

	private static final int DEFAULT_TLS_PORT = 443;

	private final LinkContext context;

	private final DialledConversation conversation;

	private final URI endpoint;

	private final boolean secure;

	private final Socket socket;

	/**
	 * An attempt to be.
	 * @param context what all links share
	 * @param conversation what is said on the connection
	 * @param endpoint where to
	 * @throws IOException if the system gives no socket
	 */
	Dialling(LinkContext context, DialledConversation conversation, URI endpoint) throws IOException {
		this.context = context;
		this.conversation = conversation;
		this.endpoint = endpoint;
		this.secure = "wss".equals(endpoint.getScheme());
		// A channel knows neither TLS nor proxies
		boolean simple = !this.secure && System.getProperty("socksProxyHost") == null;
		this.socket = simple ? SocketChannel.open().socket() : new Socket();
	}

	/**
	 * Dial, then read to the end. Blocks.
	 * @param timeoutMillis how long connecting may take
	 * @throws IOException if there is no connection
	 * @throws DialFailedException if the other end opens no WebSocket
	 */
	void run(int timeoutMillis) throws IOException, DialFailedException {
		WebSocketWire wire;
		try {
			wire = open(timeoutMillis);
		}
		catch (IOException | DialFailedException | RuntimeException ex) {
			abandon();
			throw ex;
		}
		wire.run();
	}

	private WebSocketWire open(int timeoutMillis) throws IOException, DialFailedException {
		LinkSocket socket = connect(timeoutMillis);
		try {
			WebSocketInput input = WebSocketWire.input(this.context, socket, false);
			WebSocketUpgrade upgrade = new WebSocketUpgrade(this.endpoint, this.context.random());
			socket.write(upgrade.request());
			upgrade.readAnswer(input);
			return new WebSocketWire(this.context, this.conversation, socket, input, this.endpoint.toString());
		}
		catch (IOException | DialFailedException | RuntimeException ex) {
			socket.close();
			throw ex;
		}
	}

	private LinkSocket connect(int timeoutMillis) throws IOException, DialFailedException {
		String host = withoutBrackets(this.endpoint.getHost());
		int port = (this.endpoint.getPort() != -1) ? this.endpoint.getPort()
				: this.secure ? DEFAULT_TLS_PORT : DEFAULT_PORT;
		this.socket.setTcpNoDelay(true);
		this.socket.setKeepAlive(true);
		this.socket.connect(new InetSocketAddress(host, port), timeoutMillis);
		SocketChannel channel = this.socket.getChannel();
		if (channel == null) {
			return new StreamSocket(this.socket, this.secure ? secured(host, port) : this.socket);
		}
		channel.configureBlocking(false);
		return new ChannelSocket(channel, ChannelSocket.NOTHING, () -> {
		});
	}

	private Socket secured(String host, int port) throws IOException {
		SSLContext sslContext = this.context.settings().sslContext();
		SSLSocketFactory factory = (sslContext != null) ? sslContext.getSocketFactory()
				: (SSLSocketFactory) SSLSocketFactory.getDefault();
		SSLSocket secured = (SSLSocket) factory.createSocket(this.socket, host, port, true);
		SSLParameters parameters = secured.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		secured.setSSLParameters(parameters);
		secured.startHandshake();
		return secured;
	}

	private static String withoutBrackets(@Nullable String host) throws DialFailedException {
		if (host == null) {
			throw DialFailedException.of("cannot be dialled: its host name is none");
		}
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	/**
	 * Give the attempt up, whatever is going on there. Does not block.
	 */
	void abandon() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			logger.debug("Closing a connection failed", ex);
		}
	}

}
