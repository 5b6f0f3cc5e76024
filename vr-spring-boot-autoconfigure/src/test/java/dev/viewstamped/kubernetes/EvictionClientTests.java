package dev.viewstamped.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.mockwebserver.http.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EvictionClientTests {

	private static final String PATH = "/api/v1/namespaces/ns/pods/vr-2/eviction";

	private final Api api = Api.answering();

	private final EvictionClient evictor = new EvictionClient(this.api.client(), Api.NAMESPACE);

	@AfterEach
	void close() {
		this.api.close();
	}

	@Test
	void evictNamesThePodAndItsIdentity() throws InterruptedException {
		this.api.server.expect().post().withPath(PATH).andReturn(201, ConfigMapMarkerStoreTests.status(201)).once();
		assertThat(this.evictor.evict(Sets.pod(2))).isTrue();
		RecordedRequest request = this.api.server.getLastRequest();
		JsonNode body = JsonMapper.shared().readTree(request.getUtf8Body());
		assertThat(body.at("/apiVersion").asString()).isEqualTo("policy/v1");
		assertThat(body.at("/kind").asString()).isEqualTo("Eviction");
		assertThat(body.at("/metadata/name").asString()).isEqualTo("vr-2");
		assertThat(body.at("/deleteOptions/preconditions/uid").asString()).isEqualTo("uid-2");
	}

	@Test
	void evictThatTheBudgetDoesNotAdmitIsFalse() {
		this.api.server.expect().post().withPath(PATH).andReturn(429, ConfigMapMarkerStoreTests.status(429)).always();
		assertThat(this.evictor.evict(Sets.pod(2))).isFalse();
	}

	@Test
	void evictOfAnotherPodOfTheNameFails() {
		this.api.server.expect().post().withPath(PATH).andReturn(409, ConfigMapMarkerStoreTests.status(409)).always();
		assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> this.evictor.evict(Sets.pod(2)));
	}

	@Test
	void evictWithoutTheRightFails() {
		this.api.server.expect().post().withPath(PATH).andReturn(403, ConfigMapMarkerStoreTests.status(403)).always();
		assertThatExceptionOfType(KubernetesClientException.class).isThrownBy(() -> this.evictor.evict(Sets.pod(2)));
	}

}
