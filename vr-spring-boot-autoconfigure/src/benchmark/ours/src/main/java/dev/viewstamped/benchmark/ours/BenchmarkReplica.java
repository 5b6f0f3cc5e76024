package dev.viewstamped.benchmark.ours;

import java.io.IOException;

import dev.viewstamped.VrOperations;
import dev.viewstamped.benchmark.LoadAgent;
import dev.viewstamped.benchmark.Settings;
import dev.viewstamped.replica.ReplicaReport;
import dev.viewstamped.runtime.VrNode;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A replica, which also makes load inside of itself when it is told to.
 */
@SpringBootApplication
public class BenchmarkReplica {

	static final String GROUP = "benchmark";

	/**
	 * Start a replica.
	 * @param args the member id, and properties as Spring Boot takes them
	 * @throws IOException if the benchmark's lines cannot be read
	 */
	public static void main(String[] args) throws IOException {
		int id = Integer.parseInt(args[0]);
		System.setProperty("server.port", Integer.toString(Settings.port(id)));
		System.setProperty("server.address", "127.0.0.1");
		System.setProperty("server.tomcat.max-keep-alive-requests", "-1");
		System.setProperty("spring.main.banner-mode", "off");
		System.setProperty("vr.group", GROUP);
		System.setProperty("vr.members", String.join(",", Settings.addresses()));
		System.setProperty("vr.member-id", Integer.toString(id));
		System.setProperty("vr.storage.directory", Settings.data().resolve("member-" + id).toString());
		ConfigurableApplicationContext application = SpringApplication.run(BenchmarkReplica.class, args);
		VrOperations operations = application.getBean(VrOperations.class);
		VrNode node = application.getBean(VrNode.class);
		new LoadAgent((name, lanes) -> new OperationsKv(operations, OperationsKv.consistency(name)), () -> role(node))
			.run();
	}

	private static String role(VrNode node) {
		ReplicaReport replica = node.report().replica();
		return (replica != null) ? replica.role().name() : "NONE";
	}

}
