package dev.viewstamped.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerArray;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TlsLinkTests {

	private static final String PASSWORD = "changeit";

	@TempDir
	private static Path directory;

	private final AtomicIntegerArray ports = new AtomicIntegerArray(2);

	private final List<AutoCloseable> resources = new ArrayList<>();

	@BeforeAll
	static void makeKeys() throws Exception {
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		for (String name : List.of("server", "stranger")) {
			Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", name, "-keyalg", "EC",
					"-dname", "CN=" + name, "-ext", "SAN=dns:localhost", "-keystore", store(name).toString(),
					"-storetype", "PKCS12", "-storepass", PASSWORD)
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes());
			assertThat(process.waitFor()).as(output).isZero();
		}
	}

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	@Test
	void messagesGoBothWaysThroughTls() throws Exception {
		TransportNode first = node(0, "localhost", context("server"));
		TransportNode second = node(1, "localhost", context("server"));
		patiently()
			.until(() -> first.transport.links().get(0).connected() && second.transport.links().get(0).connected());
		for (int i = 0; i < 1000; i++) {
			first.send(1, i);
			second.send(0, i);
		}
		patiently().until(() -> second.hasReceived(0, 999) && first.hasReceived(1, 999));
		assertThat(first.peerMessages).hasSize(1000);
		assertThat(second.peerMessages).hasSize(1000);
	}

	@Test
	void linkEndsInBothDirectionsWhenItsProcessStops() throws Exception {
		TransportNode first = node(0, "localhost", context("server"));
		TransportNode second = node(1, "localhost", context("server"));
		patiently()
			.until(() -> first.transport.links().get(0).connected() && second.transport.links().get(0).connected());
		second.close();
		this.resources.remove(second);
		patiently().until(() -> !first.transport.links().get(0).connected());
		patiently().until(() -> first.gone.contains(1));
	}

	@Test
	void certificateOfAnotherNameIsRefused() throws Exception {
		node(0, "127.0.0.1", context("server"));
		TransportNode second = node(1, "127.0.0.1", context("server"));
		patiently().untilAsserted(
				() -> assertThat(second.transport.links().get(0).problem()).contains("TLS failed", "127.0.0.1"));
	}

	@Test
	void certificateThatNobodyTrustsIsRefused() throws Exception {
		node(0, "localhost", context("stranger"));
		TransportNode second = node(1, "localhost", context("stranger"));
		patiently().untilAsserted(() -> assertThat(second.transport.links().get(0).problem()).contains("TLS failed"));
		assertThat(second.transport.links().get(0).connected()).isFalse();
	}

	@Test
	void certificateIsCheckedWithoutABundleToo() {
		node(0, "localhost", null);
		TransportNode second = node(1, "localhost", null);
		patiently().untilAsserted(() -> assertThat(second.transport.links().get(0).problem()).contains("TLS failed"));
	}

	private TransportNode node(int memberId, String host, @Nullable SSLContext trusted) {
		TransportSettings settings = new TransportSettings("test", memberId, UUID.randomUUID(), 2, "a secret", trusted,
				1 << 20, 1 << 22, Duration.ofSeconds(2));
		TransportNode node = new TransportNode(settings,
				() -> List.of(address(host, this.ports.get(0)), address(host, this.ports.get(1))),
				"server.ssl.key-store=" + store("server"), "server.ssl.key-store-password=" + PASSWORD,
				"server.ssl.key-store-type=PKCS12");
		this.resources.add(node);
		this.ports.set(memberId, node.port);
		node.transport.start();
		return node;
	}

	private static URI address(String host, int port) {
		return URI.create("wss://" + host + ":" + port + "/vr");
	}

	private static SSLContext context(String trusted) throws GeneralSecurityException, IOException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store(trusted))) {
			keys.load(in, PASSWORD.toCharArray());
		}
		KeyStore trust = KeyStore.getInstance("PKCS12");
		trust.load(null, null);
		trust.setCertificateEntry("trusted", keys.getCertificate(trusted));
		TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		managers.init(trust);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, managers.getTrustManagers(), null);
		return context;
	}

	private static Path store(String name) {
		return directory.resolve(name + ".p12");
	}

	private static ConditionFactory patiently() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

}
