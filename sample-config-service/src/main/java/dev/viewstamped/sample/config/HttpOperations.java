package dev.viewstamped.sample.config;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.viewstamped.Command;
import dev.viewstamped.CommandResult;
import dev.viewstamped.Query;
import dev.viewstamped.QueryResult;
import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.ReadOptions;
import dev.viewstamped.VrOperations;
import org.springframework.stereotype.Component;

/**
 * Operations of the group on behalf of an HTTP request: they leave their traces in the
 * headers of its response.
 */
@Component
class HttpOperations {

	private final VrOperations operations;

	private final VrHeaders headers;

	HttpOperations(VrOperations operations, VrHeaders headers) {
		this.operations = operations;
		this.headers = headers;
	}

	<R> R execute(Command<R> command, HttpServletResponse response) {
		CommandResult<R> result = this.operations.executeForResult(command);
		this.headers.executed(result, response);
		return result.value();
	}

	<R> R query(Query<R> query, ReadOptions options, HttpServletRequest request, HttpServletResponse response) {
		QueryResult<R> result = queryForResult(query, options, response);
		this.headers.answered(result, request, response);
		return result.value();
	}

	private <R> QueryResult<R> queryForResult(Query<R> query, ReadOptions options, HttpServletResponse response) {
		try {
			return this.operations.queryForResult(query, options);
		}
		catch (IllegalArgumentException ex) {
			if (options.consistency() != Consistency.CAUSAL) {
				throw ex;
			}
			this.headers.refuseToken(response);
			throw ApiException.badRequest("The header %s is not the token of an earlier answer: %s"
				.formatted(VrHeaders.TOKEN, ex.getMessage()), ex);
		}
	}

}
