package dev.viewstamped.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.viewstamped.autoconfigure.VrConnectionDetails;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class EmbeddedModeTests {

	private static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(FakeReplicaApplication.class)
			.properties(Map.of("server.port", 0, "vr.embedded.replicas", 3, "example.default", "from-defaults"));
	}

	private static List<ConfigurableApplicationContext> members(ConfigurableApplicationContext context) {
		return context.getBean(EmbeddedSiblings.class).members();
	}

	private static List<String> addresses(ConfigurableApplicationContext context) {
		return context.getBean(VrConnectionDetails.class).getMembers();
	}

	@Test
	void siblingsStartWithTheApplicationAndCloseWithIt() {
		ConfigurableApplicationContext context = application().run();
		List<ConfigurableApplicationContext> members = members(context);
		assertThat(members).hasSize(3).allMatch(ConfigurableApplicationContext::isRunning);
		context.close();
		assertThat(members).noneMatch(ConfigurableApplicationContext::isActive);
	}

	@Test
	void siblingsStartOnlyOnce() {
		List<ConfigurableApplicationContext> ready = new CopyOnWriteArrayList<>();
		ApplicationListener<ApplicationReadyEvent> listener = new ApplicationListener<>() {

			@Override
			public void onApplicationEvent(ApplicationReadyEvent event) {
				ready.add(event.getApplicationContext());
			}

		};
		try (ConfigurableApplicationContext context = application().listeners(listener).run()) {
			assertThat(ready).hasSize(3).containsExactlyInAnyOrderElementsOf(members(context));
			assertThat(members(context).get(1).getBeanNamesForType(EmbeddedSiblings.class)).isEmpty();
		}
	}

	@Test
	void everyMemberHasItsIdAndPortAndKnowsTheOthers() {
		try (ConfigurableApplicationContext context = application().run()) {
			List<ConfigurableApplicationContext> members = members(context);
			List<String> addresses = new ArrayList<>();
			for (int memberId = 0; memberId < 3; memberId++) {
				ConfigurableApplicationContext member = members.get(memberId);
				assertThat(member.getEnvironment().getProperty("vr.member-id")).isEqualTo("" + memberId);
				addresses.add("localhost:" + member.getEnvironment().getProperty("local.server.port"));
			}
			assertThat(new HashSet<>(addresses)).hasSize(3);
			assertThat(members).allSatisfy((member) -> assertThat(addresses(member)).isEqualTo(addresses));
		}
	}

	@Test
	void siblingsHaveArgumentsAndPropertiesOfTheApplication() {
		try (ConfigurableApplicationContext context = application().profiles("extra")
			.initializers((it) -> it.getBeanFactory().registerSingleton("marker", "from-initializer"))
			.run("--example.argument=from-arguments", "--spring.jmx.enabled=true")) {
			assertThat(members(context)).hasSize(3).allSatisfy((member) -> {
				assertThat(member.getEnvironment().getProperty("example.argument")).isEqualTo("from-arguments");
				assertThat(member.getEnvironment().getProperty("example.default")).isEqualTo("from-defaults");
				assertThat(member.getEnvironment().getActiveProfiles()).containsExactly("extra");
				assertThat(member.getBean("marker")).isEqualTo("from-initializer");
			});
			assertThat(members(context).get(1).getEnvironment().getProperty("spring.jmx.enabled")).isEqualTo("false");
		}
	}

	@Test
	void addressOfTheApplicationGivesWayToThatOfEachMember() throws IOException {
		int port = freePorts();
		try (ConfigurableApplicationContext context = application().run("--server.port=" + port,
				"--vr.address=elsewhere:1")) {
			assertThat(members(context)).extracting((member) -> member.getEnvironment().getProperty("vr.address"))
				.containsExactly("localhost:" + port, "localhost:" + (port + 1), "localhost:" + (port + 2));
		}
	}

	@Test
	void siblingsHaveManagementPortsOfTheirOwn() {
		try (ConfigurableApplicationContext context = application().run("--management.server.port=9100")) {
			assertThat(members(context))
				.extracting((member) -> member.getEnvironment().getProperty("management.server.port"))
				.containsExactly("9100", "9101", "9102");
		}
	}

	@Test
	void baseUrlsArePrintedWhenTheGroupIsReady(CapturedOutput output) {
		try (ConfigurableApplicationContext context = application().run()) {
			List<String> addresses = addresses(context);
			Awaitility.await()
				.untilAsserted(() -> assertThat(output.getOut().lines()).containsSequence(
						"  member 0 (primary): http://" + addresses.get(0),
						"  member 1 (backup): http://" + addresses.get(1),
						"  member 2 (backup): http://" + addresses.get(2)));
			assertThat(output).contains("Replicated group 'config' is ready:");
			assertThat(output.getOut().lines().filter((line) -> line.contains(":: Spring Boot ::"))).hasSize(1);
		}
	}

	@Test
	void siblingsListenOnTheNextPorts() throws IOException {
		int port = freePorts();
		try (ConfigurableApplicationContext context = application().run("--server.port=" + port)) {
			assertThat(addresses(context)).containsExactly("localhost:" + port, "localhost:" + (port + 1),
					"localhost:" + (port + 2));
			for (int i = 0; i < 3; i++) {
				new Socket("localhost", port + i).close();
			}
		}
	}

	@Test
	void portInUseFailsTheWholeStartWithOneAnalysis(CapturedOutput output) throws IOException {
		int port = freePorts();
		try (ServerSocket taken = new ServerSocket()) {
			taken.bind(new InetSocketAddress((InetAddress) null, port + 1));
			assertThatExceptionOfType(ApplicationContextException.class)
				.isThrownBy(() -> application().run("--server.port=" + port));
		}
		assertThat(output.getAll().split("APPLICATION FAILED TO START", -1)).hasSize(2);
		assertThat(output).contains("Port " + (port + 1) + " was already in use");
		for (int free : new int[] { port, port + 2 }) {
			new ServerSocket(free).close();
		}
	}

	@Test
	void siblingsCloseWhenTheApplicationFailsAfterTheyStarted() {
		List<ConfigurableApplicationContext> contexts = new CopyOnWriteArrayList<>();
		ApplicationListener<ContextRefreshedEvent> listener = new ApplicationListener<>() {

			@Override
			public void onApplicationEvent(ContextRefreshedEvent event) {
				contexts.add((ConfigurableApplicationContext) event.getApplicationContext());
				if (contexts.size() == 3) {
					throw new IllegalStateException("refused");
				}
			}

		};
		assertThatIllegalStateException().isThrownBy(() -> application().listeners(listener).run())
			.withMessage("refused");
		assertThat(contexts).hasSize(3).noneMatch(ConfigurableApplicationContext::isActive);
	}

	@Test
	void nothingStartsWhenMembersAreSet() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(FakeReplicaApplication.class)
			.initializers((it) -> it.getBeanFactory()
				.registerSingleton("details", (VrConnectionDetails) () -> List.of("localhost:1")))
			.run("--server.port=0", "--vr.embedded.replicas=3", "--vr.members=localhost:1", "--vr.member-id=0")) {
			assertThat(context.getBeanNamesForType(EmbeddedSiblings.class)).isEmpty();
		}
	}

	@Test
	void nothingStartsWithoutAWebServer(CapturedOutput output) {
		try (ConfigurableApplicationContext context = application().web(WebApplicationType.NONE)
			.initializers((it) -> it.getBeanFactory()
				.registerSingleton("details", (VrConnectionDetails) () -> List.of("localhost:1")))
			.run("--vr.member-id=0")) {
			assertThat(context.getBeanNamesForType(EmbeddedSiblings.class)).isEmpty();
			assertThat(output).contains("Ignoring 'vr.embedded.replicas=3'");
		}
	}

	private static int freePorts() throws IOException {
		while (true) {
			try (ServerSocket first = new ServerSocket(0)) {
				int port = first.getLocalPort();
				if (isFree(port + 1) && isFree(port + 2)) {
					return port;
				}
			}
		}
	}

	private static boolean isFree(int port) throws IOException {
		if (port > 65535) {
			return false;
		}
		try (ServerSocket socket = new ServerSocket(port)) {
			return socket.isBound();
		}
		catch (BindException ex) {
			return false;
		}
	}

}
