package dev.viewstamped.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ClusterObserverTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Api api = Api.keeping();

	private final ClusterObserver observer = new ClusterObserver(this.api.client(), Api.NAMESPACE, "vr");

	@AfterEach
	void close() {
		this.observer.close();
		this.api.close();
	}

	@Test
	void observedTellsOfSetAndPods() {
		this.api.create(3);
		ObservedSet set = Objects.requireNonNull(this.observer.observed());
		assertThat(set.replicas()).isEqualTo(3);
		assertThat(set.target()).isNull();
		assertThat(set.onDelete()).isTrue();
		assertThat(set.settled()).isTrue();
		assertThat(set.updateRevision()).isEqualTo(Sets.NEW);
		assertThat(set.availablePods()).isEqualTo(3);
		assertThat(Api.ordinals(set)).containsExactly(0, 1, 2);
		assertThat(set.pods()).allSatisfy((pod) -> {
			assertThat(pod.ready()).isTrue();
			assertThat(pod.terminating()).isFalse();
			assertThat(pod.uid()).isNotEmpty();
			assertThat(set.isOutdated(pod)).isFalse();
		});
	}

	@Test
	void observedFollowsChanges() {
		this.api.create(3);
		this.observer.observed();
		StatefulSet changed = this.api.client()
			.apps()
			.statefulSets()
			.inNamespace(Api.NAMESPACE)
			.withName("vr")
			.edit((set) -> {
				set.getSpec().setReplicas(5);
				set.getMetadata().setAnnotations(Map.of(ObservedSet.TARGET_ANNOTATION, "5"));
				return set;
			});
		this.api.create(changed, 10);
		this.api.create(changed, 4);
		await().atMost(TIMEOUT).untilAsserted(() -> {
			ObservedSet set = Objects.requireNonNull(this.observer.observed());
			assertThat(set.replicas()).isEqualTo(5);
			assertThat(set.target()).isEqualTo("5");
			assertThat(Api.ordinals(set)).containsExactly(0, 1, 2, 4, 10);
		});
		this.api.client().pods().inNamespace(Api.NAMESPACE).withName("vr-10").delete();
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(Api.ordinals(Objects.requireNonNull(this.observer.observed())))
				.containsExactly(0, 1, 2, 4));
	}

	@Test
	void observedLeavesOutPodsOfOthers() {
		this.api.create(1);
		StatefulSet other = Api.set(1);
		other.getMetadata().setUid("another");
		this.api.client().resource(Api.pod(other, "vr-7")).create();
		this.api.client()
			.resource(Api.pod(
					Objects.requireNonNull(
							this.api.client().apps().statefulSets().inNamespace(Api.NAMESPACE).withName("vr").get()),
					"debug"))
			.create();
		assertThat(Api.ordinals(Objects.requireNonNull(this.observer.observed()))).containsExactly(0);
	}

	@Test
	void readIsNeverBehind() {
		this.api.create(3);
		this.observer.observed();
		this.api.client().apps().statefulSets().inNamespace(Api.NAMESPACE).withName("vr").edit((set) -> {
			set.getSpec().setReplicas(5);
			return set;
		});
		assertThat(Objects.requireNonNull(this.observer.read()).replicas()).isEqualTo(5);
	}

	@Test
	void observedBeforeThereIsASetIsNull() {
		assertThat(this.observer.observed()).isNull();
		assertThat(this.observer.read()).isNull();
		this.api.create(3);
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(Api.ordinals(Objects.requireNonNull(this.observer.observed())))
				.containsExactly(0, 1, 2));
	}

	@Test
	void observedOncePodHasNotReadyConditionTellsSo() {
		this.api.create(1);
		this.observer.observed();
		Pod pod = this.api.client().pods().inNamespace(Api.NAMESPACE).withName("vr-0").get();
		pod.getStatus().getConditions().get(0).setStatus("False");
		this.api.client().resource(pod).updateStatus();
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(Objects.requireNonNull(this.observer.observed()).pods()).singleElement()
				.satisfies((observed) -> assertThat(observed.ready()).isFalse()));
	}

	@Test
	void translationKnowsWhetherTheControllerOfTheSetIsBehind() {
		StatefulSet set = Api.set(3);
		set.getMetadata().setResourceVersion("1");
		assertThat(SetTranslation.translate(set, List.of()).settled()).isTrue();
		set.getMetadata().setGeneration(5L);
		assertThat(SetTranslation.translate(set, List.of()).settled()).isFalse();
	}

	@Test
	void translationHasTheDefaultsOfKubernetes() {
		StatefulSet set = new StatefulSetBuilder().withNewMetadata()
			.withResourceVersion("1")
			.endMetadata()
			.withNewSpec()
			.endSpec()
			.build();
		assertThat(SetTranslation.translate(set, List.of()))
			.isEqualTo(new ObservedSet("1", 1, null, 0, false, true, "", 0, List.of()));
	}

	@Test
	void observedAfterCloseFails() {
		this.observer.close();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this.observer::observed);
	}

}
