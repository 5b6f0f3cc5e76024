package dev.viewstamped.sample.config;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Gives every answer of the API its headers, and refuses paths that routing would read as
 * other names than the caller wrote.
 */
class ApiFilter extends OncePerRequestFilter {

	private final VrHeaders headers;

	private final HandlerExceptionResolver exceptions;

	ApiFilter(VrHeaders headers, HandlerExceptionResolver exceptions) {
		this.headers = headers;
		this.exceptions = exceptions;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		this.headers.begin(request, response);
		String path = request.getRequestURI();
		if (path.indexOf(';') != -1) {
			refuse("A name must not have a ';' in it", request, response);
		}
		else if (path.contains("//") || path.endsWith("/")) {
			refuse("A name must not be empty", request, response);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void refuse(String detail, HttpServletRequest request, HttpServletResponse response) {
		this.exceptions.resolveException(request, response, null, ApiException.badRequest(detail));
	}

}
