package dev.viewstamped.replica;

import java.util.UUID;

import org.junit.jupiter.api.Test;

import dev.viewstamped.message.LocatePrimary;
import dev.viewstamped.message.PrimaryLocation;

import static dev.viewstamped.replica.DirectGroup.TIMEOUT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What replicas say of where the primary is.
 */
class LocatePrimaryTests {

	private static final UUID CLIENT = new UUID(5, 5);

	private final DirectGroup group = new DirectGroup();

	@Test
	void replicaInContactWithAQuorumTellsThePrimary() {
		startAll();
		assertThat(locate(0)).isZero();
		assertThat(locate(2)).isZero();
		this.group.pause(this.group.at(0));
		this.group.run(10 * TIMEOUT_NANOS);
		assertThat(locate(1)).isEqualTo(1);
		assertThat(locate(2)).isEqualTo(1);
	}

	@Test
	void replicaWithoutAQuorumKnowsNoPrimary() {
		startAll();
		this.group.pause(this.group.at(0));
		this.group.pause(this.group.at(1));
		this.group.run(2 * TIMEOUT_NANOS);
		assertThat(locate(2)).isEqualTo(-1);
	}

	@Test
	void primaryWithoutAQuorumKnowsNoPrimary() {
		startAll();
		this.group.pause(this.group.at(1));
		this.group.pause(this.group.at(2));
		this.group.run(2 * TIMEOUT_NANOS);
		assertThat(this.group.at(0).report().role()).isEqualTo(Role.PRIMARY);
		assertThat(locate(0)).isEqualTo(-1);
	}

	private void startAll() {
		for (int id = 0; id < 3; id++) {
			this.group.start(id);
		}
		this.group.run(5 * TIMEOUT_NANOS);
	}

	private int locate(int memberId) {
		this.group.at(memberId).onClientMessage(1, new LocatePrimary(CLIENT));
		return ((PrimaryLocation) this.group.replies().get(this.group.replies().size() - 1)).primary();
	}

}
