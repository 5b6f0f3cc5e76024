package dev.viewstamped.sample.config;

import java.net.URI;

import dev.viewstamped.CommandFailedException;
import dev.viewstamped.CommandOutcomeUnknownException;
import dev.viewstamped.CommandRejectedException;
import dev.viewstamped.ReplicaUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Turns every exception into a problem (RFC 9457) that also says whether the same request
 * may simply be sent again.
 */
@RestControllerAdvice
class ProblemHandler extends ResponseEntityExceptionHandler {

	private static final String RETRYABLE = "retryable";

	@ExceptionHandler
	@Nullable ResponseEntity<Object> rejected(CommandRejectedException ex, WebRequest request) {
		HttpStatus status = switch (ex.getReason()) {
			case BUSY -> HttpStatus.TOO_MANY_REQUESTS;
			case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
			case UNKNOWN_COMMAND, OTHER -> HttpStatus.INTERNAL_SERVER_ERROR;
		};
		return problem(ex, status, ex.getMessage(), request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> unavailable(ReplicaUnavailableException ex, WebRequest request) {
		return problem(ex, HttpStatus.SERVICE_UNAVAILABLE, ex.getMessage(), request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> outcomeUnknown(CommandOutcomeUnknownException ex, WebRequest request) {
		return problem(ex, HttpStatus.GATEWAY_TIMEOUT,
				ex.getMessage() + " - the write may have happened: read the entry before writing again, "
						+ "or write with If-Match or If-None-Match",
				request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> failed(CommandFailedException ex, WebRequest request) {
		this.logger.error("A handler failed with " + ex.getCode(), ex);
		return problem(ex, HttpStatus.INTERNAL_SERVER_ERROR, ex.getMessage(), request);
	}

	@ExceptionHandler
	@Nullable ResponseEntity<Object> unexpected(Exception ex, WebRequest request) {
		if (DisconnectedClientHelper.isClientDisconnectedException(ex)) {
			return null;
		}
		ResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(ex.getClass(), ResponseStatus.class);
		if (status != null) {
			return problem(ex, status.code(), status.reason(), request);
		}
		this.logger.error("A request failed unexpectedly", ex);
		return problem(ex, HttpStatus.INTERNAL_SERVER_ERROR, "The request failed; the log of this replica says why",
				request);
	}

	private @Nullable ResponseEntity<Object> problem(Exception ex, HttpStatus status, @Nullable String detail,
			WebRequest request) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, (detail != null) ? detail : "");
		return handleExceptionInternal(ex, problem, new HttpHeaders(), status, request);
	}

	@Override
	protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		ProblemDetail problem = (body instanceof ProblemDetail detail) ? detail : ProblemDetail.forStatus(status);
		problem.setType(URI.create("about:blank"));
		if (problem.getDetail() == null) {
			problem.setDetail(problem.getTitle());
		}
		problem.setInstance(URI.create(((ServletWebRequest) request).getRequest().getRequestURI()));
		problem.setProperty(RETRYABLE, status.isSameCodeAs(HttpStatus.TOO_MANY_REQUESTS)
				|| status.isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE));
		HttpHeaders completed = new HttpHeaders();
		completed.putAll(headers);
		completed.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (status.isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE)) {
			completed.set(HttpHeaders.RETRY_AFTER, "1");
		}
		return new ResponseEntity<>(problem, completed, status);
	}

}
