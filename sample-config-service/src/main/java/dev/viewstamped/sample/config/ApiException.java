package dev.viewstamped.sample.config;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that the API refuses, as a problem for the caller.
 */
@SuppressWarnings("serial")
class ApiException extends ErrorResponseException {

	private ApiException(HttpStatus status, String detail, @Nullable Throwable cause) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), cause);
	}

	static ApiException badRequest(String detail) {
		return badRequest(detail, null);
	}

	static ApiException badRequest(String detail, @Nullable Throwable cause) {
		return new ApiException(HttpStatus.BAD_REQUEST, detail, cause);
	}

	static ApiException notFound(String application, String profile, String key) {
		return new ApiException(HttpStatus.NOT_FOUND,
				"There is no entry '%s/%s/%s'".formatted(application, profile, key), null);
	}

	static ApiException tooLarge(String detail) {
		return new ApiException(HttpStatus.CONTENT_TOO_LARGE, detail, null);
	}

	/**
	 * A write whose precondition does not hold.
	 * @param currentRevision revision of the entry as it is, or {@code null} if there is
	 * none
	 * @return the exception
	 */
	static ApiException preconditionFailed(@Nullable Long currentRevision) {
		String current = (currentRevision != null) ? "has the ETag " + EntityTags.format(currentRevision)
				: "does not exist";
		ApiException exception = new ApiException(HttpStatus.PRECONDITION_FAILED, "The entry " + current
				+ "; nothing was changed. If-Match and If-None-Match take ETags like \"r57\", quotes included, or *",
				null);
		if (currentRevision != null) {
			exception.getHeaders().setETag(EntityTags.format(currentRevision));
		}
		return exception;
	}

}
