package dev.viewstamped.sample.config;

import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The REST API.
 */
@RestController
@RequestMapping("/api/v1/configs/{application}/{profile}")
class ConfigController {

	private final HttpOperations operations;

	private final EntryBodyReader bodies;

	ConfigController(HttpOperations operations, EntryBodyReader bodies) {
		this.operations = operations;
		this.bodies = bodies;
	}

	@PutMapping(path = "/{key}", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<ConfigEntry> put(@PathVariable String application, @PathVariable String profile,
			@PathVariable String key, HttpServletRequest request, HttpServletResponse response) {
		requireNames(application, profile, key);
		EntryBody body = this.bodies.read(request);
		PutResult result = this.operations.execute(
				new PutEntry(application, profile, key, body.value(), body.comment(), EntityTags.precondition(request)),
				response);
		PutResult.Position current = result.current();
		if (result.outcome() == PutResult.Outcome.PRECONDITION_FAILED) {
			throw ApiException.preconditionFailed((current != null) ? current.revision() : null);
		}
		Objects.requireNonNull(current, "A write that happened must have a position");
		ConfigEntry entry = new ConfigEntry(application, profile, key, body.value(), current.version(),
				current.revision(), body.comment(), current.updatedAt());
		HttpStatus status = (result.outcome() == PutResult.Outcome.CREATED) ? HttpStatus.CREATED : HttpStatus.OK;
		return ResponseEntity.status(status).eTag(EntityTags.format(entry.revision())).body(entry);
	}

	@GetMapping(path = "/{key}", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<ConfigEntry> get(@PathVariable String application, @PathVariable String profile,
			@PathVariable String key, HttpServletRequest request, HttpServletResponse response) {
		requireNames(application, profile, key);
		ConfigEntry entry = this.operations
			.query(new FindEntry(application, profile, key), RequestedRead.of(request), request, response)
			.orElseThrow(() -> ApiException.notFound(application, profile, key));
		return ResponseEntity.ok().eTag(EntityTags.format(entry.revision())).body(entry);
	}

	@DeleteMapping("/{key}")
	ResponseEntity<Void> delete(@PathVariable String application, @PathVariable String profile,
			@PathVariable String key, HttpServletRequest request, HttpServletResponse response) {
		requireNames(application, profile, key);
		DeleteResult result = this.operations
			.execute(new DeleteEntry(application, profile, key, EntityTags.precondition(request)), response);
		return switch (result.outcome()) {
			case DELETED -> ResponseEntity.noContent().build();
			case NOT_FOUND -> throw ApiException.notFound(application, profile, key);
			case PRECONDITION_FAILED -> throw ApiException.preconditionFailed(result.currentRevision());
		};
	}

	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	ConfigListing list(@PathVariable String application, @PathVariable String profile, HttpServletRequest request,
			HttpServletResponse response) {
		Names.require("application", application);
		Names.require("profile", profile);
		return this.operations.query(new FindEntries(application, profile), RequestedRead.of(request), request,
				response);
	}

	private static void requireNames(String application, String profile, String key) {
		Names.require("application", application);
		Names.require("profile", profile);
		Names.require("key", key);
	}

}
