package dev.viewstamped.sample.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the bodies of writes. It takes no value for another: a number is not a string,
 * and of two members with the same name neither is meant.
 */
@Component
class EntryBodyReader {

	/**
	 * The most bytes that JSON takes for one byte of a value: {@code \}{@code u0041}.
	 */
	private static final int ESCAPED_BYTES = 6;

	private static final int OTHER_BYTES = 64 * 1024;

	private final DataSize commandSize;

	private final int maxBytes;

	private final ObjectReader reader = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build()
		.reader();

	EntryBodyReader(@Value("${vr.limits.command-size:1MB}") DataSize commandSize) {
		this.commandSize = commandSize;
		this.maxBytes = (int) Math.min(Integer.MAX_VALUE - 8, commandSize.toBytes() * ESCAPED_BYTES + OTHER_BYTES);
	}

	EntryBody read(HttpServletRequest request) {
		JsonNode body = parse(bytes(request));
		if (!body.isObject()) {
			throw ApiException.badRequest("The body must be a JSON object like {\"value\":\"…\",\"comment\":\"…\"}");
		}
		String value = string(body, "value");
		if (value == null) {
			throw ApiException.badRequest("The body has no 'value': it must be there, and a string");
		}
		return new EntryBody(value, string(body, "comment"));
	}

	private byte[] bytes(HttpServletRequest request) {
		if (request.getContentLengthLong() > this.maxBytes) {
			throw tooLarge();
		}
		byte[] bytes;
		try {
			bytes = request.getInputStream().readNBytes(this.maxBytes + 1);
		}
		catch (IOException ex) {
			throw ApiException.badRequest("The body ended early", ex);
		}
		if (bytes.length > this.maxBytes) {
			throw tooLarge();
		}
		return bytes;
	}

	private ApiException tooLarge() {
		return ApiException
			.tooLarge("The body has more than %d bytes; a write may have %d bytes (vr.limits.command-size)"
				.formatted(this.maxBytes, this.commandSize.toBytes()));
	}

	private JsonNode parse(byte[] bytes) {
		try {
			return this.reader.readTree(bytes);
		}
		catch (JacksonException ex) {
			throw ApiException.badRequest("The body is not JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	private static @Nullable String string(JsonNode body, String name) {
		JsonNode node = body.get(name);
		if (node == null || node.isNull()) {
			return null;
		}
		if (!node.isString()) {
			throw ApiException.badRequest("The body's '" + name + "' must be a string");
		}
		String text = node.stringValue();
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw ApiException.badRequest("The body's '" + name + "' has half a surrogate pair in it");
		}
		return text;
	}

}
