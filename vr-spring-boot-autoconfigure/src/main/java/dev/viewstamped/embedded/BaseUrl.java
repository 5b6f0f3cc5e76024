package dev.viewstamped.embedded;

import org.springframework.core.env.Environment;

/**
 * Where the application of a member is reached.
 */
final class BaseUrl {

	private BaseUrl() {
	}

	/**
	 * The base URL of an application.
	 * @param environment the application's environment
	 * @param host the host
	 * @param port the port
	 * @return the URL, with the context path but without a slash at its end
	 */
	static String of(Environment environment, String host, int port) {
		String path = environment.getProperty("server.servlet.context-path", "");
		return (secure(environment) ? "https" : "http") + "://" + host + ":" + port + path;
	}

	private static boolean secure(Environment environment) {
		return environment.getProperty("server.ssl.enabled", Boolean.class, true)
				&& (environment.containsProperty("server.ssl.bundle")
						|| environment.containsProperty("server.ssl.key-store")
						|| environment.containsProperty("server.ssl.certificate"));
	}

}
