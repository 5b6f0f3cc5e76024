package dev.viewstamped.sample.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.viewstamped.ReadOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves applications that start with a Spring Cloud Config client.
 */
@RestController
class ConfigServerController {

	private static final String V2_JSON = "application/vnd.spring-cloud.config-server.v2+json";

	private static final String SHARED_APPLICATION = "application";

	private static final String DEFAULT_PROFILE = "default";

	private final HttpOperations operations;

	ConfigServerController(HttpOperations operations) {
		this.operations = operations;
	}

	@GetMapping(path = { "/config-server/{application}/{profiles}", "/config-server/{application}/{profiles}/{label}" },
			produces = { MediaType.APPLICATION_JSON_VALUE, V2_JSON })
	CloudEnvironment environment(@PathVariable String application, @PathVariable String profiles,
			@PathVariable(required = false) @Nullable String label, HttpServletRequest request,
			HttpServletResponse response) {
		List<String> profileNames = List.of(profiles.split(",", -1));
		Names.require("application", application);
		profileNames.forEach((profile) -> Names.require("profile", profile));
		ConfigSources sources = this.operations.query(new FindSources(precedence(application, profileNames)),
				ReadOptions.linearizable(), request, response);
		return CloudEnvironment.of(application, profileNames, label, sources);
	}

	/**
	 * Order the sources of an application, the strongest first: of several profiles the
	 * last one wins, the application's own entries win over shared ones, and entries for
	 * a profile win over those for none.
	 */
	private static List<FindEntries> precedence(String application, List<String> profiles) {
		List<String> lastFirst = new ArrayList<>(profiles);
		Collections.reverse(lastFirst);
		Set<FindEntries> sources = new LinkedHashSet<>();
		lastFirst.forEach((profile) -> sources.add(new FindEntries(application, profile)));
		lastFirst.forEach((profile) -> sources.add(new FindEntries(SHARED_APPLICATION, profile)));
		sources.add(new FindEntries(application, DEFAULT_PROFILE));
		sources.add(new FindEntries(SHARED_APPLICATION, DEFAULT_PROFILE));
		return List.copyOf(sources);
	}

}
