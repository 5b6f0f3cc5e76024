package dev.viewstamped.benchmark.ours;

import java.util.concurrent.CompletableFuture;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.VrOperations;
import dev.viewstamped.benchmark.Kv;
import dev.viewstamped.benchmark.Operation;
import dev.viewstamped.benchmark.Settings;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * This system from an application without a replica: one client for all lanes.
 */
public class ClientKv implements Kv {

	private final ConfigurableApplicationContext application;

	private final Kv operations;

	/**
	 * Start a client.
	 * @param lanes the number of lanes
	 */
	public ClientKv(int lanes) {
		this(Consistency.LINEARIZABLE);
	}

	private ClientKv(Consistency consistency) {
		this.application = new SpringApplicationBuilder(Client.class).web(WebApplicationType.NONE)
			.run("--vr.mode=client", "--vr.members=" + String.join(",", Settings.addresses()),
					"--vr.group=" + BenchmarkReplica.GROUP, "--spring.main.banner-mode=off");
		this.operations = new OperationsKv(this.application.getBean(VrOperations.class), consistency);
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		return this.operations.put(operation);
	}

	@Override
	public CompletableFuture<Long> read(Operation operation) {
		return this.operations.read(operation);
	}

	@Override
	public void close() {
		this.application.close();
	}

	@EnableAutoConfiguration
	static class Client {

	}

	/** With lease reads. */
	public static final class Lease extends ClientKv {

		/**
		 * Start a client.
		 * @param lanes the number of lanes
		 */
		public Lease(int lanes) {
			super(Consistency.LEASE);
		}

	}

	/** With causal reads. */
	public static final class Causal extends ClientKv {

		/**
		 * Start a client.
		 * @param lanes the number of lanes
		 */
		public Causal(int lanes) {
			super(Consistency.CAUSAL);
		}

	}

	/** With stale reads. */
	public static final class Stale extends ClientKv {

		/**
		 * Start a client.
		 * @param lanes the number of lanes
		 */
		public Stale(int lanes) {
			super(Consistency.STALE);
		}

	}

}
