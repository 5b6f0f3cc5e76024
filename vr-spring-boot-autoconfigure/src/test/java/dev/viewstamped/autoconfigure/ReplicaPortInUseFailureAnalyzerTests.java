package dev.viewstamped.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class ReplicaPortInUseFailureAnalyzerTests {

	@Test
	void failedStartNamesPropertyValueAndCure(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			int port = taken.getLocalPort();
			assertThatException()
				.isThrownBy(() -> new SpringApplicationBuilder(Application.class).run("--server.port=" + port).close());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("Property 'server.port' has the value '" + port + "': Port " + port + " was already in use")
				.contains("Stop the process that listens on port " + port + ", or set 'server.port' to another one");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
	static class Application {

	}

}
