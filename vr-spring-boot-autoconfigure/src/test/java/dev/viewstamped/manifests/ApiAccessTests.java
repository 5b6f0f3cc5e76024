package dev.viewstamped.manifests;

import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.viewstamped.kubernetes.ClusterObserver;
import dev.viewstamped.kubernetes.ConfigMapMarkerStore;
import dev.viewstamped.kubernetes.EvictionClient;
import dev.viewstamped.kubernetes.Marker;
import dev.viewstamped.kubernetes.ObservedSet;
import dev.viewstamped.kubernetes.ScaleClient;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link ApiAccess}, by which the rights in the manifests are checked, is what the code
 * asks of the API server.
 */
@EnableKubernetesMockClient(crud = true)
class ApiAccessTests {

	private static final String NAMESPACE = "group";

	private static final Pattern PATH = Pattern.compile("/apis?/(?:(?<group>[a-z.]+)/)?v1/namespaces/" + NAMESPACE
			+ "/(?<resource>[a-z]+)(?:/(?<name>[a-z0-9-]+))?(?:/(?<sub>[a-z]+))?");

	/** Those that talk to the API server, all of which are called below. */
	private static final Set<Class<?>> CALLERS = Set.of(ClusterObserver.class, ConfigMapMarkerStore.class,
			EvictionClient.class, ScaleClient.class);

	KubernetesMockServer server;

	KubernetesClient client;

	private final Set<String> rights = Collections.synchronizedSet(new TreeSet<>());

	@Test
	void namesWhatTheCodeAsksFor() throws InterruptedException {
		prepare();
		takeRequests();
		this.rights.clear();
		ConfigMapMarkerStore store = new ConfigMapMarkerStore(this.client, NAMESPACE, ApiAccess.MARKER);
		store.write(new Marker(Marker.State.FORMING, "1", store.read().version()));
		try (ClusterObserver observer = new ClusterObserver(this.client, NAMESPACE, "vr")) {
			ObservedSet set = observer.read();
			observer.observed();
			new EvictionClient(this.client, NAMESPACE).evict(set.pods().get(0));
			new ScaleClient(this.client, NAMESPACE, "vr").scale(set, 3);
			Awaitility.await().untilAsserted(() -> {
				takeRequests();
				assertThat(this.rights).isEqualTo(ApiAccess.all());
			});
		}
	}

	@Test
	void coversAllThatTalkToTheApiServer() {
		Set<String> callers = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("dev.viewstamped.kubernetes")
			.stream()
			.filter((type) -> type.getDirectDependenciesFromSelf()
				.stream()
				.anyMatch((dependency) -> dependency.getTargetClass().isEquivalentTo(KubernetesClient.class)))
			.map(JavaClass::getName)
			.collect(Collectors.toSet());
		assertThat(callers).containsExactlyInAnyOrderElementsOf(CALLERS.stream().map(Class::getName).toList());
	}

	private void prepare() {
		StatefulSet set = this.client
			.resource(new StatefulSetBuilder().withNewMetadata()
				.withName("vr")
				.withNamespace(NAMESPACE)
				.endMetadata()
				.withNewSpec()
				.withReplicas(5)
				.withNewSelector()
				.addToMatchLabels("app.kubernetes.io/name", "vr")
				.endSelector()
				.endSpec()
				.build())
			.createOr(NonDeletingOperation::update);
		this.client
			.resource(new PodBuilder().withNewMetadata()
				.withName("vr-0")
				.withNamespace(NAMESPACE)
				.addToLabels("app.kubernetes.io/name", "vr")
				.addToOwnerReferences(new OwnerReferenceBuilder().withUid(set.getMetadata().getUid()).build())
				.endMetadata()
				.withNewStatus()
				.endStatus()
				.build())
			.createOr(NonDeletingOperation::update);
		this.client
			.resource(new ConfigMapBuilder().withNewMetadata()
				.withName(ApiAccess.MARKER)
				.withNamespace(NAMESPACE)
				.endMetadata()
				.build())
			.createOr(NonDeletingOperation::update);
		this.server.expect()
			.post()
			.withPath("/api/v1/namespaces/" + NAMESPACE + "/pods/vr-0/eviction")
			.andReturn(201, new StatusBuilder().withStatus("Success").build())
			.always();
		this.server.expect()
			.patch()
			.withPath("/apis/apps/v1/namespaces/" + NAMESPACE + "/statefulsets/vr/scale")
			.andReturn(200, new ScaleBuilder().build())
			.always();
	}

	private void takeRequests() throws InterruptedException {
		RecordedRequest request = this.server.takeRequest(100, TimeUnit.MILLISECONDS);
		while (request != null) {
			this.rights.add(right(request));
			request = this.server.takeRequest(100, TimeUnit.MILLISECONDS);
		}
	}

	private static String right(RecordedRequest request) {
		URI uri = URI.create(request.getPath());
		Matcher path = PATH.matcher(uri.getPath());
		assertThat(path.matches()).as(request.getPath()).isTrue();
		List<String> query = (uri.getQuery() != null) ? Arrays.asList(uri.getQuery().split("&")) : List.of();
		String selected = query.stream()
			.filter((parameter) -> parameter.startsWith("fieldSelector=metadata.name="))
			.map((parameter) -> parameter.substring("fieldSelector=metadata.name=".length()))
			.findFirst()
			.orElse(null);
		String verb = switch (request.getMethod()) {
			case "POST" -> "create";
			case "PUT" -> "update";
			case "PATCH" -> "patch";
			case "GET" -> query.contains("watch=true") ? "watch" : (path.group("name") != null) ? "get" : "list";
			default -> request.getMethod();
		};
		String name = (path.group("name") != null) ? path.group("name") : selected;
		String resource = path.group("resource");
		// Rights to pods are not bound to names, which change with the size
		return ApiAccess.right(verb, (path.group("group") != null) ? path.group("group") : "",
				(path.group("sub") != null) ? resource + "/" + path.group("sub") : resource,
				(name == null || resource.equals("pods")) ? "" : name);
	}

}
