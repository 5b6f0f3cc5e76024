package dev.viewstamped.sample.emulator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scales a group of processes from three to five to three, rolls all pods and loses a
 * node, while clients write and read. Needs root, network namespaces and some minutes;
 * run it with {@code mvn -Pemulator -pl sample-config-service -am test}. System
 * properties: {@code emulator.entries} in the state (default 5000),
 * {@code emulator.writers} (8), {@code emulator.max-gap-millis} that a step other than
 * the lost node may show (10000).
 */
class RollingChangesEmulation {

	private static final int FIRST_MEMBERS = 3;

	private final WriteGaps gaps = new WriteGaps();

	private final RegisterHistory history = new RegisterHistory();

	private final List<String> tooLong = new ArrayList<>();

	@Test
	void groupServesWhilePodsComeAndGo() throws Exception {
		String obstacle = Lan.obstacle();
		Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
		Path logs = Files.createDirectories(Path.of("target", "emulator"));
		try (Lan lan = new Lan();
				StatefulSet pods = new StatefulSet(lan, logs, RollingChangesEmulation::arguments);
				Clients clients = new Clients(pods, this.history, this.gaps, 5)) {
			// Pods and networks must not outlive a test that is interrupted
			Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(pods, lan)));
			Operator operator = new Operator(pods);
			pods.scale(FIRST_MEMBERS);
			long epoch = operator.awaitAllReady(FIRST_MEMBERS);
			clients.fill(Integer.getInteger("emulator.entries", 5000));
			clients.start(Integer.getInteger("emulator.writers", 8));
			step("three members, nothing else", () -> TimeUnit.SECONDS.sleep(5));
			scaleUp(pods, operator, epoch);
			roll(pods, operator, "2");
			scaleDown(pods, operator, epoch + 1);
			roll(pods, operator, "3");
			loseNode(pods, operator);
			step("three members, nothing else", () -> TimeUnit.SECONDS.sleep(5));
			List<String> errors = clients.end();
			System.out.println(this.history.size());
			assertThat(errors).isEmpty();
			assertThat(this.history.violations()).isEmpty();
			assertThat(this.tooLong).isEmpty();
		}
	}

	private static void remove(StatefulSet pods, Lan lan) {
		pods.close();
		lan.close();
	}

	private void scaleUp(StatefulSet pods, Operator operator, long epoch) throws Exception {
		step("start two pods", () -> {
			pods.scale(5);
			operator.awaitStandbys(List.of(StatefulSet.address(3), StatefulSet.address(4)));
		});
		step("reconfigure three to five", () -> operator.reconfigure(epoch, 5));
		assertThat(operator.awaitAllReady(5)).isEqualTo(epoch + 1);
	}

	private void scaleDown(StatefulSet pods, Operator operator, long epoch) throws Exception {
		step("reconfigure five to three", () -> {
			operator.reconfigure(epoch, 3);
			operator.awaitRetired(3);
			operator.awaitRetired(4);
		});
		step("stop two pods", () -> pods.scale(3));
		assertThat(operator.awaitAllReady(3)).isEqualTo(epoch + 1);
	}

	/**
	 * The primary goes last.
	 */
	private void roll(StatefulSet pods, Operator operator, String revision) throws Exception {
		pods.revise(revision);
		int size = pods.pods().size();
		int left = size;
		while (left > 0) {
			int primary = operator.awaitPrimary();
			List<Pod> outdated = pods.pods().stream().filter((pod) -> !pod.revision().equals(revision)).toList();
			Pod next = outdated.stream()
				.filter((pod) -> pod.ordinal() != primary)
				.reduce((one, other) -> other)
				.orElse(outdated.get(0));
			String role = (next.ordinal() == primary) ? "primary" : "backup";
			step("roll " + role + " " + next.ordinal() + " of " + size + " to " + revision, () -> {
				pods.delete(next.ordinal());
				operator.awaitAllReady(size);
			});
			left = (int) pods.pods().stream().filter((pod) -> !pod.revision().equals(revision)).count();
		}
	}

	private void loseNode(StatefulSet pods, Operator operator) throws Exception {
		int primary = operator.awaitPrimary();
		this.gaps.begin();
		pods.loseNode(primary);
		TimeUnit.SECONDS.sleep(5);
		report("lose the node of the primary " + primary);
		step("give the node up", () -> {
			pods.giveUpNode(primary);
			operator.awaitAllReady(3);
		});
	}

	private void step(String name, Step step) throws Exception {
		this.gaps.begin();
		step.run();
		long gapMillis = report(name);
		if (gapMillis > Integer.getInteger("emulator.max-gap-millis", 10_000)) {
			this.tooLong.add(name + ": " + gapMillis + " ms");
		}
	}

	private long report(String name) {
		long gapMillis = this.gaps.longestMillis();
		System.out.printf("%-40s longest gap between acknowledged writes %5d ms, %d acknowledged so far%n", name,
				gapMillis, this.gaps.acknowledgedSoFar());
		return gapMillis;
	}

	/**
	 * Pods of the first configuration name it; the others join it.
	 */
	private static List<String> arguments(int ordinal) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=" + Pod.PORT, "--vr.address=" + StatefulSet.address(ordinal),
						"--management.endpoint.vr.access=unrestricted", "--server.shutdown=graceful"));
		String first = String.join(",", Operator.addresses(FIRST_MEMBERS));
		if (ordinal < FIRST_MEMBERS) {
			arguments.add("--vr.member-id=" + ordinal);
			arguments.add("--vr.members=" + first);
		}
		else {
			arguments.add("--vr.join=" + first);
		}
		return arguments;
	}

	@FunctionalInterface
	private interface Step {

		void run() throws Exception;

	}

}
