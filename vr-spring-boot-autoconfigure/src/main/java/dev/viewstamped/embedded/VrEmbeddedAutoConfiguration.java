package dev.viewstamped.embedded;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for replicas that run together in
 * one JVM. Applies in the application that starts the others.
 */
@AutoConfiguration
@ConditionalOnClass(WebServerApplicationContext.class)
@ConditionalOnBean(EmbeddedLaunch.class)
public final class VrEmbeddedAutoConfiguration {

	@Bean
	EmbeddedSiblings vrEmbeddedSiblings(EmbeddedLaunch launch, ConfigurableApplicationContext context) {
		return new EmbeddedSiblings(launch, context);
	}

	@Bean
	ReadyAnnouncement vrEmbeddedReadyAnnouncement(EmbeddedSiblings siblings, EmbeddedLaunch launch) {
		return new ReadyAnnouncement(siblings, launch.group());
	}

}
