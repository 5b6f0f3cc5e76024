package dev.viewstamped.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;

/**
 * Loads classes that a start needs on another thread than the one that starts the
 * application. To load them is most of what that thread does; and a member that was
 * killed has to start beside others that keep the processors busy, where a second thread
 * gets a second share of them. Spring Boot's own preinitializers run once the environment
 * is prepared, which is late for this: by then a seventh of the start is over. As they
 * do, this does nothing with one processor, nor with
 * {@code -Dspring.backgroundpreinitializer.ignore=true}.
 */
class StartupClasses implements ApplicationListener<ApplicationStartingEvent> {

	private static final String RESOURCE = "/META-INF/viewstamped/startup.classlist";

	private static final String IGNORED = "spring.backgroundpreinitializer.ignore";

	@Override
	public void onApplicationEvent(ApplicationStartingEvent event) {
		if (Runtime.getRuntime().availableProcessors() > 1 && !Boolean.getBoolean(IGNORED)) {
			Thread thread = new Thread(StartupClasses::load, "vr-classes");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static void load() {
		try {
			load(names(), StartupClasses.class.getClassLoader());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
