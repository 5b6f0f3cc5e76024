package dev.viewstamped.client;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.viewstamped.VrException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records the one outcome of a command or a query.
 *
 * @param <T> the type of the reply
 */
class Outcome<T> implements Completion<T> {

	private @Nullable T reply;

	private @Nullable VrException failure;

	@Override
	public void succeeded(T reply) {
		assertThat(isDone()).as("one outcome only").isFalse();
		this.reply = reply;
	}

	@Override
	public void failed(VrException ex) {
		assertThat(isDone()).as("one outcome only").isFalse();
		this.failure = ex;
	}

	boolean isDone() {
		return this.reply != null || this.failure != null;
	}

	T reply() {
		assertThat(this.failure).isNull();
		return Objects.requireNonNull(this.reply);
	}

	<E extends VrException> E failure(Class<E> type) {
		assertThat(this.failure).isInstanceOf(type);
		return type.cast(Objects.requireNonNull(this.failure));
	}

}
