package dev.viewstamped.actuate;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VrMeterBinderTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private double gauge(String name, String... tags) {
		return this.registry.get(name).tags(tags).gauge().value();
	}

	private double counter(String name) {
		return this.registry.get(name).functionCounter().count();
	}

	@Test
	void metersOfReplicaReadItsReport() {
		new VrMeterBinder(Reports::primary).bindTo(this.registry);
		assertThat(gauge("vr.view")).isEqualTo(6);
		assertThat(gauge("vr.epoch")).isZero();
		assertThat(gauge("vr.op")).isEqualTo(128);
		assertThat(gauge("vr.commit")).isEqualTo(126);
		assertThat(gauge("vr.executed")).isEqualTo(125);
		assertThat(gauge("vr.status", "status", "normal")).isEqualTo(1);
		assertThat(gauge("vr.status", "status", "view-change")).isZero();
		assertThat(gauge("vr.requests.pending")).isEqualTo(2);
		assertThat(gauge("vr.sessions")).isEqualTo(9);
		assertThat(gauge("vr.log.size")).isEqualTo(4096);
		assertThat(gauge("vr.quorum.reachable")).isEqualTo(2);
		assertThat(gauge("vr.peer.connected", "peer", "1")).isEqualTo(1);
		assertThat(gauge("vr.peer.connected", "peer", "2")).isZero();
		assertThat(gauge("vr.peer.lag", "peer", "1")).isEqualTo(3);
		assertThat(gauge("vr.peer.lag", "peer", "2")).isNaN();
		assertThat(counter("vr.view.changes")).isEqualTo(4);
		assertThat(counter("vr.transport.sent")).isEqualTo(11);
		assertThat(counter("vr.transport.received")).isEqualTo(12);
		assertThat(counter("vr.transport.dropped")).isEqualTo(13);
		assertThat(counter("vr.transport.malformed")).isEqualTo(14);
	}

	@Test
	void metersOfTheGroupReadTheReport() {
		new VrMeterBinder(Reports::reconfigured).bindTo(this.registry);
		assertThat(gauge("vr.epoch")).isEqualTo(1);
		assertThat(gauge("vr.members")).isEqualTo(3);
		assertThat(gauge("vr.standbys")).isEqualTo(1);
		assertThat(gauge("vr.quorum.needed")).isEqualTo(2);
		assertThat(gauge("vr.reconfiguration.phase", "phase", "complete")).isEqualTo(1);
		assertThat(gauge("vr.reconfiguration.phase", "phase", "warming")).isZero();
		assertThat(gauge("vr.peer.lag", "peer", "5")).isEqualTo(70);
	}

	@Test
	void metersOfReplicaWithoutPlaceKnowNothingOfTheGroup() {
		new VrMeterBinder(Reports::joining).bindTo(this.registry);
		assertThat(gauge("vr.epoch")).isNaN();
		assertThat(gauge("vr.members")).isNaN();
		assertThat(gauge("vr.peers")).isZero();
		assertThat(gauge("vr.status", "status", "recovering")).isEqualTo(1);
	}

	@Test
	void metersOfPeersFollowTheGroup() {
		OperatedNode node = new OperatedNode();
		node.show(Reports.primary());
		new VrMeterBinder(node).bindTo(this.registry);
		assertThat(gauge("vr.peers")).isEqualTo(2);
		node.show(Reports.reconfigured());
		assertThat(gauge("vr.peers")).isEqualTo(3);
		assertThat(gauge("vr.peer.lag", "peer", "3")).isEqualTo(3);
		assertThat(gauge("vr.peer.connected", "peer", "4")).isZero();
		assertThat(this.registry.find("vr.peer.connected").tag("peer", "1").gauge()).isNull();
		assertThat(this.registry.find("vr.peer.lag").tag("peer", "1").gauge()).isNull();
	}

	@Test
	void metersOfMemoryAndDiskReadTheReport() {
		new VrMeterBinder(Reports::durable).bindTo(this.registry);
		assertThat(gauge("vr.log.entries")).isEqualTo(100);
		assertThat(gauge("vr.checkpoint.op")).isEqualTo(100);
		assertThat(gauge("vr.checkpoint.age")).isEqualTo(2.5);
		assertThat(gauge("vr.checkpoint.pause.max")).isEqualTo(0.0015);
		assertThat(counter("vr.checkpoints")).isEqualTo(7);
		assertThat(counter("vr.divergence")).isEqualTo(3);
		assertThat(gauge("vr.transfer.progress")).isEqualTo(0.4567);
		assertThat(counter("vr.transfer.bytes")).isEqualTo(99_000);
		assertThat(counter("vr.transfer.pages")).isEqualTo(21);
		assertThat(gauge("vr.journal.size")).isEqualTo(1 << 20);
		assertThat(counter("vr.journal.syncs")).isEqualTo(42);
	}

	@Test
	void memoryModeHasNoJournal() {
		new VrMeterBinder(Reports::primary).bindTo(this.registry);
		assertThat(this.registry.find("vr.journal.size").gauge()).isNull();
		assertThat(gauge("vr.checkpoint.op")).isZero();
		assertThat(gauge("vr.checkpoint.age")).isNaN();
		assertThat(gauge("vr.transfer.progress")).isEqualTo(1);
	}

	@Test
	void clientHasNoMetersOfAReplica() {
		new VrMeterBinder(() -> Reports.client(0)).bindTo(this.registry);
		assertThat(this.registry.find("vr.view").gauge()).isNull();
		assertThat(gauge("vr.peer.connected", "peer", "1")).isEqualTo(1);
		assertThat(counter("vr.transport.sent")).isEqualTo(11);
	}

	@Test
	void requestsAreTimedByCommandAndOutcome() {
		CommandTimers timers = new CommandTimers(this.registry);
		timers.completed("config.put", "success", 1_000_000);
		timers.completed("config.put", "success", 3_000_000);
		timers.completed("config.put", "rejected", 1_000);
		Timer timer = this.registry.get("vr.request").tags("command", "config.put", "outcome", "success").timer();
		assertThat(timer.count()).isEqualTo(2);
		assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(4);
	}

	@Test
	void timersAreBounded() {
		CommandTimers timers = new CommandTimers(this.registry);
		for (int i = 0; i < 2000; i++) {
			timers.completed("command-" + i, "success", 1);
		}
		assertThat(this.registry.get("vr.request").timers()).hasSizeLessThanOrEqualTo(1001);
		assertThat(this.registry.get("vr.request").tag("command", CommandTimers.OTHER).timer().count()).isEqualTo(1000);
	}

}
