package dev.viewstamped.kubernetes;

import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.mockwebserver.http.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScaleClientTests {

	private static final String PATH = "/apis/apps/v1/namespaces/ns/statefulsets/vr/scale";

	private final Api api = Api.answering();

	private final ScaleClient scaler = new ScaleClient(this.api.client(), Api.NAMESPACE, "vr");

	@BeforeEach
	void expectRead() {
		this.api.server.expect()
			.get()
			.withPath("/apis/apps/v1/namespaces/ns/statefulsets/vr")
			.andReturn(200, Api.set(5))
			.always();
	}

	@AfterEach
	void close() {
		this.api.close();
	}

	@Test
	void scalePatchesTheSizeOfTheVersionThatWasRead() throws InterruptedException {
		this.api.server.expect()
			.patch()
			.withPath(PATH)
			.andReturn(200,
					new ScaleBuilder().withNewMetadata()
						.withName("vr")
						.endMetadata()
						.withNewSpec(3)
						.withNewStatus(5, "app=vr")
						.build())
			.once();
		this.scaler.scale(Sets.of(5).set(), 3);
		RecordedRequest request = this.api.server.getLastRequest();
		assertThat(request.getHeader("Content-Type")).startsWith("application/merge-patch+json");
		assertThat(request.getUtf8Body())
			.isEqualTo("{\"metadata\":{\"resourceVersion\":\"7\"},\"spec\":{\"replicas\":3}}");
	}

	@Test
	void scaleOfASetThatWasChangedFails() {
		this.api.server.expect().patch().withPath(PATH).andReturn(409, ConfigMapMarkerStoreTests.status(409)).always();
		assertThatExceptionOfType(KubernetesClientException.class)
			.isThrownBy(() -> this.scaler.scale(Sets.of(5).set(), 3));
	}

}
