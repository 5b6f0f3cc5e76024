package dev.viewstamped.embedded;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Keeps a member that another one started from reporting why it failed: the one that
 * started it fails for the same reason and reports it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SilentSiblingFailure implements SpringBootExceptionReporter {

	private final @Nullable ConfigurableApplicationContext context;

	SilentSiblingFailure(@Nullable ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public boolean reportException(Throwable failure) {
		return this.context != null && EmbeddedMember.isSibling(this.context.getEnvironment());
	}

}
