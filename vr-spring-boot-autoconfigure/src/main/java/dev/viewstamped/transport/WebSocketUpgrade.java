package dev.viewstamped.transport;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

import org.springframework.util.StringUtils;

/**
 * The opening handshake of a WebSocket client (RFC 6455 §4.1).
 */
final class WebSocketUpgrade {

	private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private static final int KEY_BYTES = 16;

	private static final int MAX_LINE_BYTES = 8192;

	private static final int MAX_LINES = 100;

	private static final String SWITCHING_PROTOCOLS = "101";

	private final URI endpoint;

	private final String key;

	WebSocketUpgrade(URI endpoint, RandomGenerator random) {
		this.endpoint = endpoint;
		byte[] nonce = new byte[KEY_BYTES];
		random.nextBytes(nonce);
		this.key = Base64.getEncoder().encodeToString(nonce);
	}

	/**
	 * What this end says first.
	 * @return the request
	 */
	ByteBuffer request() {
		String request = """
				GET %s HTTP/1.1
				Host: %s
				Upgrade: websocket
				Connection: Upgrade
				Sec-WebSocket-Key: %s
				Sec-WebSocket-Version: 13

				""".formatted(path(), this.endpoint.getRawAuthority(), this.key);
		return ByteBuffer.wrap(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
	}

	private String path() {
		String path = StringUtils.hasLength(this.endpoint.getRawPath()) ? this.endpoint.getRawPath() : "/";
		return (this.endpoint.getRawQuery() != null) ? path + "?" + this.endpoint.getRawQuery() : path;
	}

	/**
	 * Read the server's answer.
	 * @param in what the server sends
	 * @throws DialFailedException if it opens no WebSocket
	 */
	void readAnswer(WebSocketInput in) throws IOException, DialFailedException {
		String[] status = in.readLine(MAX_LINE_BYTES).split(" ", 3);
		if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
			throw DialFailedException.of("no WebSocket: no HTTP");
		}
		if (!status[1].equals(SWITCHING_PROTOCOLS)) {
			throw DialFailedException.of("no WebSocket: HTTP status " + status[1]);
		}
		boolean accepted = false;
		for (int i = 0; i < MAX_LINES; i++) {
			String line = in.readLine(MAX_LINE_BYTES);
			if (line.isEmpty()) {
				if (!accepted) {
					throw DialFailedException.of("no WebSocket: the answer is not one to the request");
				}
				return;
			}
			int colon = line.indexOf(':');
			String name = line.substring(0, Math.max(0, colon)).trim();
			String value = line.substring(colon + 1).trim();
			accepted |= name.equalsIgnoreCase("Sec-WebSocket-Accept") && value.equals(accept(this.key));
		}
		throw DialFailedException.of("no WebSocket: an answer of more than " + MAX_LINES + " lines");
	}

	/**
	 * What a server answers to a key.
	 * @param key the client's key
	 * @return the answer
	 */
	static String accept(String key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1")
				.digest((key + SUFFIX).getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

}
