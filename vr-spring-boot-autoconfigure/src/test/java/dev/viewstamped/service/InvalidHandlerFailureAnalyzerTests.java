package dev.viewstamped.service;

import dev.viewstamped.Command;
import dev.viewstamped.ReplicatedCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InvalidHandlerFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidHandlerFailureAnalyzerTests {

	@Test
	void startWithInvalidHandlerTellsWhatIsWrongAndWhatToDo(CapturedOutput output) {
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Method " + Store.class.getName() + ".put(Put) of bean 'store' cannot be a handler:")
			.contains("it returns int, but the result of " + Put.class.getName() + " is java.lang.String.")
			.contains("Let it return java.lang.String.");
	}

	record Put() implements Command<String> {

	}

	static class Store {

		@ReplicatedCommand
		int put(Put command) {
			return 1;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		static HandlerRegistry handlerRegistry(ConfigurableListableBeanFactory beanFactory) {
			return new HandlerRegistry(beanFactory, new PayloadMapper());
		}

		@Bean
		Store store() {
			return new Store();
		}

	}

}
