package dev.viewstamped.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.viewstamped.VrException;
import dev.viewstamped.VrOperations;
import dev.viewstamped.autoconfigure.ReplicaGroupTests.Append;
import dev.viewstamped.autoconfigure.ReplicaGroupTests.Application;
import dev.viewstamped.autoconfigure.ReplicaGroupTests.Read;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.replica.Role;
import dev.viewstamped.replica.Status;
import dev.viewstamped.runtime.VrNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with real web servers that join a group and become its members.
 */
@Timeout(240)
class JoinGroupTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Map<Integer, ConfigurableApplicationContext> running = new HashMap<>();

	@TempDir
	private Path directory;

	private List<Integer> ports = List.of();

	private String mode = "memory";

	@BeforeEach
	void findPorts() throws IOException {
		List<ServerSocket> sockets = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			sockets.add(new ServerSocket(0));
		}
		this.ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
		for (ServerSocket socket : sockets) {
			socket.close();
		}
	}

	@AfterEach
	void close() {
		this.running.values().forEach(ConfigurableApplicationContext::close);
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "durable" })
	void newReplicaBecomesMemberAndTheReplacedOneRetires(String storage) {
		this.mode = storage;
		IntStream.range(0, 3).forEach(this::startFirst);
		IntStream.range(0, 3).forEach(this::awaitAvailable);
		assertThat(vr(0).execute(new Append("a"))).isEqualTo("a");

		startNew(3);
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(replica(3).memberId()).isEqualTo(3).as(report(3)));
		assertThat(replica(3).role()).isEqualTo(Role.NONE);
		assertThat(node(3).report().condition()).isNotNull();
		assertThat(vr(3).execute(new Append("b"))).isEqualTo("ab");

		OperatorReply reply = reconfigure(3, 0, 1, 2, 3);
		assertThat(reply.outcome()).as(reply.message()).isEqualTo(OperatorReply.Outcome.ACCEPTED);
		IntStream.range(1, 4).forEach(this::awaitAvailable);
		assertThat(replica(3).configuration().epoch()).isEqualTo(1);
		assertThat(replica(3).configuration().members()).extracting(Member::memberId).containsExactly(1, 2, 3);
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(replica(0).status()).as(report(0)).isEqualTo(Status.RETIRED));
		stop(0);
		assertThat(executeInTheEnd(3, "c")).startsWith("abc");

		stop(3);
		startNew(3);
		awaitAvailable(3);
		assertThat(replica(3).memberId()).isEqualTo(3);
		assertThat(vr(3).query(new Read())).startsWith("abc");
	}

	private OperatorReply reconfigure(int at, long expectedEpoch, int... members) {
		List<String> addresses = IntStream.of(members).mapToObj(this::address).toList();
		return node(at).operate(OperatorCommand.RECONFIGURE, expectedEpoch, addresses, PATIENCE).join();
	}

	private String executeInTheEnd(int at, String text) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.ignoreExceptionsInstanceOf(VrException.class)
			.until(() -> vr(at).execute(new Append(text)), Objects::nonNull);
	}

	private void awaitAvailable(int place) {
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(replica(place).available()).as(report(place)).isTrue());
	}

	private String report(int place) {
		return place + ": " + node(place).report();
	}

	private ReplicaReport replica(int place) {
		return Objects.requireNonNull(node(place).report().replica());
	}

	private VrNode node(int place) {
		return context(place).getBean(VrNode.class);
	}

	private VrOperations vr(int place) {
		return context(place).getBean(VrOperations.class);
	}

	private ConfigurableApplicationContext context(int place) {
		return Objects.requireNonNull(this.running.get(place));
	}

	private String address(int place) {
		return "localhost:" + this.ports.get(place);
	}

	private String first() {
		return address(0) + "," + address(1) + "," + address(2);
	}

	private void startFirst(int place) {
		start(place, "--vr.members=" + first());
	}

	private void startNew(int place) {
		start(place, "--vr.join=" + first());
	}

	private void start(int place, String arg) {
		this.running.put(place, new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("spring.jmx.enabled=false", "vr.transport.secret=hush", "vr.group=test",
					"vr.timing.request-timeout=10s", "vr.drain.timeout=2s", "spring.main.banner-mode=off",
					"vr.storage.mode=" + this.mode, "vr.storage.directory=" + this.directory.resolve("place-" + place))
			.run("--server.port=" + this.ports.get(place), arg));
	}

	private void stop(int place) {
		context(place).close();
		this.running.remove(place);
	}

}
