package dev.viewstamped.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.viewstamped.Command;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.VrOperations;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the members say to each other passes also where callers hold all threads of the
 * web server, as they do when they wait for a new primary.
 */
class BusyWebServerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int THREADS = 3;

	@Test
	void viewChangeNeedsNoThreadOfTheWebServer() {
		try (EmbeddedVrCluster cluster = EmbeddedVrCluster.of(BusyApplication.class)
			.property("server.tomcat.threads.max", THREADS)
			.property("server.tomcat.threads.min-spare", THREADS)
			.property("vr.timing.request-timeout", PATIENCE)
			.timeout(PATIENCE)
			.build()) {
			cluster.start();
			int killed = cluster.primary();
			List<Integer> survivors = new ArrayList<>(List.of(0, 1, 2));
			survivors.remove(Integer.valueOf(killed));
			survivors.forEach((memberId) -> holdAllThreads(cluster, memberId));
			cluster.kill(killed);
			survivors.forEach((memberId) -> assertThat(
					cluster.replica(memberId).getBean(VrOperations.class).execute(new Add(memberId)))
				.isEqualTo(memberId));
			assertThat(cluster.primary()).isNotEqualTo(killed);
			survivors.forEach((memberId) -> servlet(cluster, memberId).release.countDown());
		}
	}

	private static void holdAllThreads(EmbeddedVrCluster cluster, int memberId) {
		for (int i = 0; i < THREADS; i++) {
			Thread caller = new Thread(() -> call(cluster.baseUrl(memberId) + "/hold"), "caller-" + memberId + "-" + i);
			caller.setDaemon(true);
			caller.start();
		}
		Awaitility.await().atMost(PATIENCE).until(() -> servlet(cluster, memberId).held.getCount() == 0);
	}

	private static void call(String url) {
		try {
			HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
			assertThat(connection.getResponseCode()).isEqualTo(HttpServletResponse.SC_OK);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HoldingServlet servlet(EmbeddedVrCluster cluster, int memberId) {
		return cluster.replica(memberId).getBean(HoldingServlet.class);
	}

	/**
	 * Gives a number back.
	 *
	 * @param number the number
	 */
	record Add(int number) implements Command<Integer> {

	}

	/**
	 * Keeps the threads that call it.
	 */
	@SuppressWarnings("serial")
	static class HoldingServlet extends HttpServlet {

		private final CountDownLatch held = new CountDownLatch(THREADS);

		private final CountDownLatch release = new CountDownLatch(1);

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) {
			this.held.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class BusyApplication {

		@Bean
		HoldingServlet holdingServlet() {
			return new HoldingServlet();
		}

		@Bean
		ServletRegistrationBean<HoldingServlet> registration(HoldingServlet servlet) {
			return new ServletRegistrationBean<>(servlet, "/hold");
		}

		@ReplicatedCommand("busy.add")
		int add(Add command) {
			return command.number();
		}

	}

}
