package dev.viewstamped.kubernetes;

import java.util.Map;
import java.util.Objects;

import dev.viewstamped.kubernetes.Marker.State;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ConfigMapMarkerStoreTests {

	private final Api api = Api.keeping();

	private final ConfigMapMarkerStore store = new ConfigMapMarkerStore(this.api.client(), Api.NAMESPACE, "vr-cluster");

	@AfterEach
	void close() {
		this.api.close();
	}

	@Test
	void readOfNothingIsNull() {
		assertThat(this.store.read()).isNull();
	}

	@Test
	void readWithoutDataIsNew() {
		this.api.createMarker(Map.of());
		Marker marker = Objects.requireNonNull(this.store.read());
		assertThat(marker.state()).isEqualTo(State.NEW);
		assertThat(marker.groupId()).isEmpty();
	}

	@Test
	void readOfAnotherStateFails() {
		this.api.createMarker(Map.of("state", "DONE"));
		assertThatIllegalStateException().isThrownBy(this.store::read).withMessageContaining("state 'DONE'");
	}

	@Test
	void writeKeepsWhatElseIsThere() {
		this.api.createMarker(Map.of("note", "mine"));
		Marker marker = Objects.requireNonNull(this.store.read());
		assertThat(this.store.write(marker.with(State.FORMING, "abc"))).isTrue();
		Marker written = Objects.requireNonNull(this.store.read());
		assertThat(written.state()).isEqualTo(State.FORMING);
		assertThat(written.groupId()).isEqualTo("abc");
		assertThat(written.version()).isNotEqualTo(marker.version());
		assertThat(this.api.client().configMaps().inNamespace(Api.NAMESPACE).withName("vr-cluster").get().getData())
			.containsEntry("note", "mine");
	}

	@Test
	void writeOverAnotherVersionDoesNothing() {
		this.api.createMarker(Map.of());
		Marker stale = Objects.requireNonNull(this.store.read());
		assertThat(this.store.write(stale.with(State.FORMED, "first"))).isTrue();
		assertThat(this.store.write(stale.with(State.FORMED, "second"))).isFalse();
		assertThat(Objects.requireNonNull(this.store.read()).groupId()).isEqualTo("first");
	}

	@Test
	void writeThatTheApiRefusesAsStaleIsFalse() {
		try (Api refusing = Api.answering()) {
			String path = "/api/v1/namespaces/ns/configmaps/vr-cluster";
			refusing.server.expect()
				.get()
				.withPath(path)
				.andReturn(200,
						new ConfigMapBuilder().withNewMetadata()
							.withName("vr-cluster")
							.withNamespace(Api.NAMESPACE)
							.withResourceVersion("5")
							.endMetadata()
							.build())
				.always();
			refusing.server.expect().put().withPath(path).andReturn(409, status(409)).always();
			ConfigMapMarkerStore store = new ConfigMapMarkerStore(refusing.client(), Api.NAMESPACE, "vr-cluster");
			assertThat(store.write(new Marker(State.FORMED, "abc", "5"))).isFalse();
		}
	}

	static Status status(int code) {
		return new StatusBuilder().withCode(code).withStatus("Failure").build();
	}

}
