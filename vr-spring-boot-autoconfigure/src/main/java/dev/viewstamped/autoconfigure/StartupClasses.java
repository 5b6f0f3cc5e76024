package dev.viewstamped.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/**
 * Loads classes that a start needs on another thread than the one that starts the
 * application. To load them is most of what that thread does; and a member that was
 * killed has to start beside others that keep the processors busy, where a second thread
 * gets a second share of them. As other preinitializers of Spring Boot it does nothing
 * with one processor, nor with {@code -Dspring.backgroundpreinitializer.ignore=true}.
 */
class StartupClasses implements BackgroundPreinitializer {

	private static final String RESOURCE = "/META-INF/viewstamped/startup.classlist";

	@Override
	public void preinitialize() throws IOException {
		load(names(), StartupClasses.class.getClassLoader());
	}

	/**
	 * The names of the classes, in the order in which a start needs them.
	 */
	static List<String> names() throws IOException {
		try (InputStream resource = StartupClasses.class.getResourceAsStream(RESOURCE)) {
			if (resource == null) {
				throw new IOException("There is no resource " + RESOURCE);
			}
			return new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII)).lines()
				.filter((line) -> !line.startsWith("#"))
				.toList();
		}
	}

	/**
	 * Load those of the classes that this application has.
	 */
	static void load(List<String> names, ClassLoader classLoader) {
		for (String name : names) {
			try {
				Class.forName(name, false, classLoader);
			}
			catch (ClassNotFoundException | LinkageError ex) {
				// This application is without it, and does not need it
			}
		}
	}

}
