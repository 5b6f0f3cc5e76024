package dev.viewstamped.sample.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.regex.Pattern;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Reports what Tomcat refuses before the application sees it, such as a malformed path,
 * in the form of all other errors.
 */
class ProblemReportValve extends ErrorReportValve {

	/**
	 * What needs no escape inside a JSON string.
	 */
	private static final Pattern PLAIN = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]+");

	private final ObjectProvider<VrHeaders> headers;

	/**
	 * Create the valve.
	 * @param headers the headers, not asked for before the first error: the server is
	 * made before the replica
	 */
	ProblemReportValve(ObjectProvider<VrHeaders> headers) {
		this.headers = headers;
	}

	@Override
	protected void report(Request request, Response response, Throwable throwable) {
		HttpStatus status = HttpStatus.resolve(response.getStatus());
		if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		this.headers.ifAvailable((available) -> available.begin(request, response));
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setCharacterEncoding("UTF-8");
		try {
			Writer writer = response.getReporter();
			if (writer != null) {
				writer.write(problem(status, request.getRequestURI()));
				response.finishResponse();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String problem(HttpStatus status, String path) {
		String instance = (path != null && PLAIN.matcher(path).matches()) ? path : "/";
		return """
				{"type":"about:blank","title":"%s","status":%d,"detail":"The server cannot take this request: its \
				method, path or headers are not valid","instance":"%s","retryable":false}"""
			.formatted(status.getReasonPhrase(), status.value(), instance);
	}

}
