package dev.viewstamped.actuate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * {@link RequestBodyAdvice} that lets the body of one operation of {@link VrEndpoint}
 * have a list: a web endpoint's body is read as a map from text to text, which has none,
 * while its parameters may well be lists, of which commas separate the elements.
 */
@ControllerAdvice
public class JsonListAdvice extends RequestBodyAdviceAdapter {

	private static final String ENDPOINT_PACKAGE = "org.springframework.boot.webmvc.actuate.endpoint.";

	private static final int MAX_BODY_LENGTH = 1 << 16;

	private final JsonMapper mapper = JsonMapper.builder().build();

	@Override
	public boolean supports(MethodParameter methodParameter, Type targetType,
			Class<? extends HttpMessageConverter<?>> converterType) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return methodParameter.getContainingClass().getName().startsWith(ENDPOINT_PACKAGE) && request != null
				&& request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
						RequestAttributes.SCOPE_REQUEST) instanceof Map<?, ?> variables
				&& Objects.equals(variables.get("action"), VrEndpoint.RECONFIGURATION);
	}

	@Override
	public HttpInputMessage beforeBodyRead(HttpInputMessage inputMessage, MethodParameter parameter, Type targetType,
			Class<? extends HttpMessageConverter<?>> converterType) throws IOException {
		byte[] body = inputMessage.getBody().readNBytes(MAX_BODY_LENGTH + 1);
		if (body.length > MAX_BODY_LENGTH) {
			throw new HttpMessageNotReadableException("The body is larger than " + MAX_BODY_LENGTH + " bytes",
					inputMessage);
		}
		try {
			return new Replaced(inputMessage.getHeaders(), new ByteArrayInputStream(joined(body)));
		}
		catch (JacksonException ex) {
			throw new HttpMessageNotReadableException("The body is not JSON: " + ex.getOriginalMessage(), ex,
					inputMessage);
		}
	}

	private byte[] joined(byte[] body) {
		if (!(this.mapper.readTree(body) instanceof ObjectNode object)) {
			return body;
		}
		object.propertyStream().toList().forEach((property) -> {
			String joined = joined(property.getValue());
			if (joined != null) {
				object.put(property.getKey(), joined);
			}
		});
		return this.mapper.writeValueAsBytes(object);
	}

	private static @Nullable String joined(JsonNode value) {
		if (!value.isArray()) {
			return null;
		}
		StringJoiner joined = new StringJoiner(",");
		for (JsonNode element : value) {
			if (!element.isString()) {
				return null;
			}
			joined.add(element.stringValue());
		}
		return joined.toString();
	}

	private record Replaced(HttpHeaders headers, InputStream body) implements HttpInputMessage {

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return this.body;
		}

	}

}
