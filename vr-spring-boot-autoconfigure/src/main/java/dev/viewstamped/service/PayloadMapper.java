package dev.viewstamped.service;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

import dev.viewstamped.CommandFailedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns commands, queries and their results into bytes and back. A command or query is
 * its name (two bytes of length, then UTF-8) followed by JSON; a result is a status byte
 * followed by JSON (nothing for {@code null}), or by a code and a message. The JSON comes
 * from a mapper of its own: equal values give equal bytes on every replica, whatever the
 * application has done to its own mapper.
 */
public final class PayloadMapper {

	private static final byte SUCCEEDED = 0;

	private static final byte FAILED = 1;

	private final JsonMapper mapper = DeterministicJson.mapper();

	private final JsonScalars scalars = new JsonScalars(this.mapper);

	private final ConcurrentMap<Class<?>, MessageType> commandTypes = new ConcurrentHashMap<>();

	private final ConcurrentMap<Class<?>, MessageType> queryTypes = new ConcurrentHashMap<>();

	JsonMapper json() {
		return this.mapper;
	}

	/**
	 * How commands or queries of a class are written and read.
	 * @throws IllegalArgumentException if the class does not say what its result is
	 */
	MessageType typeOf(HandlerKind kind, Class<?> messageClass) {
		ConcurrentMap<Class<?>, MessageType> types = (kind == HandlerKind.COMMAND) ? this.commandTypes
				: this.queryTypes;
		MessageType type = types.get(messageClass);
		return (type != null) ? type
				: types.computeIfAbsent(messageClass, (key) -> MessageType.of(this.mapper, kind, key));
	}

	/**
	 * Write a command or query.
	 * @throws IllegalArgumentException if it cannot be written as JSON
	 */
	byte[] encode(String name, MessageType type, Object message) {
		byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
		byte[] json;
		try {
			json = type.messageWriter().writeValueAsBytes(message);
		}
		catch (RuntimeException ex) {
			String reason = (ex instanceof JacksonException jackson) ? jackson.getOriginalMessage() : ex.toString();
			throw new IllegalArgumentException(
					"'%s' (%s) cannot be written as JSON: %s. Make it a record of types that Jackson can write"
						.formatted(name, type.messageType().getRawClass().getName(), reason),
					ex);
		}
		byte[] payload = new byte[Short.BYTES + nameBytes.length + json.length];
		payload[0] = (byte) (nameBytes.length >>> 8);
		payload[1] = (byte) nameBytes.length;
		System.arraycopy(nameBytes, 0, payload, Short.BYTES, nameBytes.length);
		System.arraycopy(json, 0, payload, Short.BYTES + nameBytes.length, json.length);
		return payload;
	}

	/**
	 * Name of the command or query in a payload.
	 * @return the name, or {@code null} if the payload is too short to hold one
	 */
	@Nullable String nameIn(byte[] payload) {
		int start = startOfJson(payload);
		return (start != -1) ? new String(payload, Short.BYTES, start - Short.BYTES, StandardCharsets.UTF_8) : null;
	}

	/**
	 * Read the command or query in a payload that has a name.
	 * @throws UnreadableJsonException if the JSON does not make a value of the type
	 */
	Object decode(byte[] payload, MessageType type) {
		int start = startOfJson(payload);
		Object message = readMessage(payload, start, type);
		if (message == null) {
			throw new UnreadableJsonException(type.simpleName() + " cannot be read from null");
		}
		return message;
	}

	private static @Nullable Object readMessage(byte[] payload, int start, MessageType type) {
		try {
			return type.messageReader().readValue(payload, start, payload.length - start);
		}
		catch (JacksonException ex) {
			throw new UnreadableJsonException(type.simpleName() + " cannot be read from JSON" + place(ex));
		}
	}

	/**
	 * Write what a handler returned.
	 * @throws UnwritableResultException if it cannot be written as JSON
	 */
	byte[] encodeResult(MessageType type, @Nullable Object value) {
		if (value == null) {
			return new byte[] { SUCCEEDED };
		}
		byte[] scalar = JsonScalars.mayBe(type.resultType().getRawClass(), value) ? this.scalars.write(value, 1) : null;
		if (scalar != null) {
			scalar[0] = SUCCEEDED;
			return scalar;
		}
		byte[] json;
		try {
			json = type.resultWriter().writeValueAsBytes(value);
		}
		catch (RuntimeException ex) {
			throw new UnwritableResultException("The result cannot be written as JSON", ex);
		}
		byte[] result = new byte[1 + json.length];
		result[0] = SUCCEEDED;
		System.arraycopy(json, 0, result, 1, json.length);
		return result;
	}

	/**
	 * Write why a command or query failed.
	 */
	byte[] encodeFailure(String code, String message) {
		byte[] codeBytes = code.getBytes(StandardCharsets.UTF_8);
		byte[] messageBytes = message.getBytes(StandardCharsets.UTF_8);
		byte[] result = new byte[2 + codeBytes.length + messageBytes.length];
		result[0] = FAILED;
		result[1] = (byte) codeBytes.length;
		System.arraycopy(codeBytes, 0, result, 2, codeBytes.length);
		System.arraycopy(messageBytes, 0, result, 2 + codeBytes.length, messageBytes.length);
		return result;
	}

	/**
	 * Read a result.
	 * @throws CommandFailedException if the command or query failed
	 * @throws UnreadableJsonException if the result does not have the expected type
	 */
	@Nullable Object decodeResult(byte[] result, MessageType type) {
		if (result.length == 0 || (result[0] != SUCCEEDED && result[0] != FAILED)) {
			throw new UnreadableJsonException("The result has no known status");
		}
		if (result[0] == FAILED) {
			throw failure(result);
		}
		if (result.length == 1) {
			return null;
		}
		Long number = JsonScalars.readLong(result, 1, type.resultType().getRawClass());
		if (number != null) {
			return number;
		}
		try {
			return type.resultReader().readValue(result, 1, result.length - 1);
		}
		catch (JacksonException ex) {
			throw new UnreadableJsonException(type.simpleResultName() + " cannot be read from JSON" + place(ex));
		}
	}

	private static CommandFailedException failure(byte[] result) {
		int codeLength = (result.length > 1) ? result[1] & 0xff : 0;
		int messageStart = 2 + codeLength;
		if (result.length < messageStart) {
			throw new UnreadableJsonException("The result is cut off");
		}
		String code = new String(result, 2, codeLength, StandardCharsets.UTF_8);
		String message = new String(result, messageStart, result.length - messageStart, StandardCharsets.UTF_8);
		return new CommandFailedException(code, message);
	}

	private static int startOfJson(byte[] payload) {
		if (payload.length < Short.BYTES) {
			return -1;
		}
		int start = Short.BYTES + ((payload[0] & 0xff) << 8 | (payload[1] & 0xff));
		return (start <= payload.length) ? start : -1;
	}

	private static String place(JacksonException ex) {
		if (!(ex instanceof DatabindException) || ex.getPath().isEmpty()) {
			return "";
		}
		// Jackson's own message names classes and may change from version to version,
		// and a failed result must be the same on every replica
		return ex.getPath()
			.stream()
			.map((step) -> (step.getPropertyName() != null) ? step.getPropertyName() : "[" + step.getIndex() + "]")
			.collect(Collectors.joining(".", " at ", ""));
	}

}
