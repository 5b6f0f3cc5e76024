package dev.viewstamped.service;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.state.Answer;
import dev.viewstamped.state.CheckpointCodec;
import dev.viewstamped.state.MapsView;
import dev.viewstamped.state.ReplicatedMaps;
import dev.viewstamped.state.Snapshot;
import dev.viewstamped.state.StateMachine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The beans of the application as the service of the replica (VR Revisited §4.1 step 5).
 * What a handler returns or throws is the result; an exception undoes what its command
 * changed in replicated maps, and is logged here, where it was thrown, because its stack
 * trace goes nowhere else. An {@link Error} passes through and stops the replica.
 */
public final class ServiceStateMachine implements StateMachine {

	private static final Log logger = LogFactory.getLog(ServiceStateMachine.class);

	private final HandlerRegistry registry;

	private final PayloadMapper mapper;

	private final ReplicatedMaps maps;

	private volatile BooleanSupplier primary = () -> false;

	private final LongSupplier nanoTime;

	private volatile @Nullable Thread handlingThread;

	/** Whether a thread beside the loop is inside a query handler. */
	private final ThreadLocal<@Nullable Boolean> reading = new ThreadLocal<>();

	private @Nullable BeanSections sections;

	/**
	 * Create a service.
	 * @param registry the handlers
	 * @param mapper writes and reads commands, queries and results
	 * @param maps the replicated maps; sealed at the first command or query if they are
	 * not yet
	 */
	public ServiceStateMachine(HandlerRegistry registry, PayloadMapper mapper, ReplicatedMaps maps) {
		this(registry, mapper, maps, System::nanoTime);
	}

	/**
	 * Create a service with a clock.
	 * @param registry the handlers
	 * @param mapper writes and reads commands, queries and results
	 * @param maps the replicated maps
	 * @param nanoTime the clock that says how long queries take
	 */
	ServiceStateMachine(HandlerRegistry registry, PayloadMapper mapper, ReplicatedMaps maps, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.registry = registry;
		this.mapper = mapper;
		this.maps = maps;
	}

	/**
	 * Say which replica warns of a handler that threw. All of them execute the same
	 * commands with the same end, one of them again after a restart, so only the primary
	 * warns; the others write at debug level. A query is executed at one replica, which
	 * warns itself.
	 * @param primary whether this replica is the primary
	 */
	public void warnOfFailuresWhile(BooleanSupplier primary) {
		this.primary = primary;
	}

	/**
	 * Whether the calling thread is inside a handler. May be called on any thread.
	 * @return {@code true} inside a handler
	 */
	public boolean isHandling() {
		return Thread.currentThread() == this.handlingThread || this.reading.get() != null;
	}

	/**
	 * Whether there is a handler for anything.
	 * @return {@code true} once one was found
	 */
	public boolean hasHandlers() {
		return !this.registry.commandNames().isEmpty() || !this.registry.queryNames().isEmpty();
	}

	/**
	 * Look for state of the beans that handle commands that would be in no checkpoint.
	 * @throws UnreplicatedStateException if there is some
	 */
	public void checkState() {
		this.registry.checkState();
	}

	@Override
	public Snapshot snapshot() {
		return begun().addTo(this.maps.snapshot());
	}

	@Override
	public void restore(Snapshot snapshot) {
		BeanSections beans = begun();
		this.maps.restore(snapshot);
		beans.restore(snapshot);
	}

	@Override
	public CheckpointCodec checkpointCodec() {
		return this.maps.checkpointCodec(BeanSections.formats(this.registry.checkpointables()));
	}

	@Override
	public boolean knows(byte[] command) {
		return this.registry.command(this.mapper.nameIn(command)) != null;
	}

	@Override
	public byte[] apply(Viewstamp viewstamp, long timestampNanos, byte[] command) {
		String name = this.mapper.nameIn(command);
		Handler handler = this.registry.command(name);
		if (handler == null) {
			throw new IllegalStateException(
					("Command '%s' at %s is committed, but no @ReplicatedCommand method handles it."
							+ " Start this replica with a version of the application that does")
						.formatted(name, viewstamp));
		}
		begun();
		this.maps.beginCommand();
		byte[] result;
		try {
			result = call(handler, command, new EntryContext(viewstamp, timestampNanos));
		}
		catch (Throwable ex) {
			this.maps.rollbackCommand();
			return failure(HandlerKind.COMMAND, handler, ex);
		}
		this.maps.commitCommand();
		return result;
	}

	@Override
	public byte[] query(byte[] query) {
		String name = this.mapper.nameIn(query);
		Handler handler = this.registry.query(name);
		return (handler != null) ? queryHere(handler, query) : unknown(name);
	}

	/**
	 * {@inheritDoc} A query of a bean that holds nothing but replicated maps is answered
	 * elsewhere, unless those of its kind are quicker than handing them over.
	 */
	@Override
	public Answer answer(byte[] query) {
		String name = this.mapper.nameIn(query);
		Handler handler = this.registry.query(name);
		if (handler == null) {
			return Answer.of(unknown(name));
		}
		if (!handler.isConcurrent() || handler.cost().isSmall()) {
			return Answer.of(queryHere(handler, query));
		}
		begun();
		MapsView view = this.maps.view();
		return Answer.by(() -> queryElsewhere(handler, query, view));
	}

	private byte[] unknown(@Nullable String name) {
		return this.mapper.encodeFailure("unknown-query",
				"No @ReplicatedQuery method of the replica handles the query '%s'".formatted(name));
	}

	private byte[] queryHere(Handler handler, byte[] query) {
		begun();
		this.maps.beginQuery();
		long beginNanos = this.nanoTime.getAsLong();
		try {
			return call(handler, query, null);
		}
		catch (Throwable ex) {
			return queryFailure(handler, ex);
		}
		finally {
			this.maps.endQuery();
			handler.cost().took(this.nanoTime.getAsLong() - beginNanos);
		}
	}

	private byte[] queryElsewhere(Handler handler, byte[] query, MapsView view) {
		this.maps.beginQuery(view);
		this.reading.set(true);
		long beginNanos = this.nanoTime.getAsLong();
		try {
			return invoke(handler, query, null);
		}
		catch (Throwable ex) {
			return queryFailure(handler, ex);
		}
		finally {
			this.reading.remove();
			this.maps.endViewQuery();
			handler.cost().took(this.nanoTime.getAsLong() - beginNanos);
		}
	}

	private byte[] queryFailure(Handler handler, Throwable failure) {
		if (failure instanceof Error && handler.isConcurrent()) {
			// It has read maps and nothing else: whatever happened to it, the state is
			// what it was
			logger.error("The query '%s' failed in %s".formatted(handler.name(), handler), failure);
			return this.mapper.encodeFailure("query-error",
					"The query '%s' failed with an error that the log of the replica names".formatted(handler.name()));
		}
		return failure(HandlerKind.QUERY, handler, failure);
	}

	private byte[] call(Handler handler, byte[] payload, @Nullable EntryContext context) throws Throwable {
		this.handlingThread = Thread.currentThread();
		try {
			return invoke(handler, payload, context);
		}
		finally {
			this.handlingThread = null;
		}
	}

	private byte[] invoke(Handler handler, byte[] payload, @Nullable EntryContext context) throws Throwable {
		Object message = this.mapper.decode(payload, handler.type());
		return this.mapper.encodeResult(handler.type(), handler.invoke(message, context));
	}

	private byte[] failure(HandlerKind kind, Handler handler, Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure instanceof InterruptedException) {
			// Something of this process, not of the command: the other replicas get a
			// result, so this one must not go on with another
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The thread was interrupted in " + handler, failure);
		}
		log(kind, "The %s '%s' failed in %s".formatted(kind, handler.name(), handler), failure);
		if (failure instanceof UnreadableJsonException) {
			return this.mapper.encodeFailure("unreadable-" + kind,
					"The %s '%s' cannot be read: %s".formatted(kind, handler.name(), failure.getMessage()));
		}
		if (failure instanceof UnwritableResultException) {
			return this.mapper.encodeFailure("unwritable-result",
					"The result of the %s '%s' cannot be written as JSON".formatted(kind, handler.name()));
		}
		FailureCode code = FailureCode.of(failure);
		return this.mapper.encodeFailure(code.code(), code.message());
	}

	private void log(HandlerKind kind, String message, Throwable failure) {
		if (kind == HandlerKind.QUERY || this.primary.getAsBoolean()) {
			logger.warn(message, failure);
		}
		else {
			logger.debug(message, failure);
		}
	}

	/**
	 * No map is added any more, and the state that beans have now is that of a service
	 * that has executed nothing.
	 */
	private BeanSections begun() {
		BeanSections present = this.sections;
		if (present == null) {
			this.maps.seal();
			present = new BeanSections(this.registry.checkpointables());
			this.sections = present;
		}
		return present;
	}

}
