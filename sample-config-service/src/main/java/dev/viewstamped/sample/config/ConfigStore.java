package dev.viewstamped.sample.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.viewstamped.CommandContext;
import dev.viewstamped.ReplicatedCommand;
import dev.viewstamped.ReplicatedMap;
import dev.viewstamped.ReplicatedQuery;
import dev.viewstamped.ReplicatedState;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The entries, the same on every replica.
 */
@Component
class ConfigStore {

	/**
	 * Stands between names; no name has it in it.
	 */
	private static final char SEPARATOR = '/';

	private final ReplicatedMap<String, ConfigEntry> entries;

	private final ReplicatedMap<String, Long> revisions;

	ConfigStore(ReplicatedState state) {
		this.entries = state.map("entries", String.class, ConfigEntry.class);
		this.revisions = state.map("revisions", String.class, Long.class);
	}

	@ReplicatedCommand("config.put")
	PutResult put(PutEntry command, CommandContext context) {
		String path = path(command.application(), command.profile()) + command.key();
		ConfigEntry current = this.entries.get(path);
		if (!command.precondition().holdsFor(current)) {
			return PutResult.preconditionFailed(current);
		}
		long version = (current != null) ? current.version() + 1 : 1;
		ConfigEntry entry = new ConfigEntry(command.application(), command.profile(), command.key(), command.value(),
				version, context.opNumber(), command.comment(), context.time());
		this.entries.put(path, entry);
		this.revisions.put(path(command.application(), command.profile()), context.opNumber());
		return new PutResult((current != null) ? PutResult.Outcome.CHANGED : PutResult.Outcome.CREATED,
				PutResult.Position.of(entry));
	}

	@ReplicatedCommand("config.delete")
	DeleteResult delete(DeleteEntry command, CommandContext context) {
		String path = path(command.application(), command.profile()) + command.key();
		ConfigEntry current = this.entries.get(path);
		if (current == null) {
			return new DeleteResult(DeleteResult.Outcome.NOT_FOUND, null);
		}
		if (!command.precondition().holdsFor(current)) {
			return new DeleteResult(DeleteResult.Outcome.PRECONDITION_FAILED, current.revision());
		}
		this.entries.remove(path);
		this.revisions.put(path(command.application(), command.profile()), context.opNumber());
		return new DeleteResult(DeleteResult.Outcome.DELETED, null);
	}

	@ReplicatedQuery("config.find")
	Optional<ConfigEntry> find(FindEntry query) {
		return Optional.ofNullable(this.entries.get(path(query.application(), query.profile()) + query.key()));
	}

	@ReplicatedQuery("config.list")
	ConfigListing list(FindEntries query) {
		String path = path(query.application(), query.profile());
		String end = path.substring(0, path.length() - 1) + (char) (SEPARATOR + 1);
		Map<String, ConfigEntry> found = new LinkedHashMap<>();
		this.entries.entries(path, end).forEach((entry) -> found.put(entry.getValue().key(), entry.getValue()));
		return new ConfigListing(query.application(), query.profile(), revision(path), found);
	}

	@ReplicatedQuery("config.sources")
	ConfigSources sources(FindSources query) {
		return new ConfigSources(query.sources().stream().map(this::list).toList());
	}

	private long revision(String path) {
		@Nullable Long revision = this.revisions.get(path);
		return Objects.requireNonNullElse(revision, 0L);
	}

	private static String path(String application, String profile) {
		return application + SEPARATOR + profile + SEPARATOR;
	}

}
