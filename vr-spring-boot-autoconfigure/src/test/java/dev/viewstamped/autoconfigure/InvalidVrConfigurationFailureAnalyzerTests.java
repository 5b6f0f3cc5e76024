package dev.viewstamped.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class InvalidVrConfigurationFailureAnalyzerTests {

	@Test
	void failedStartNamesPropertyValueAndCure(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--vr.log.max-entries=-1"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property 'vr.log.max-entries' has the value '-1': the number is negative")
			.contains("Use 0 to keep no more than the checkpoints need");
	}

	@Test
	void failedStartWhereMemberIdIsOutOfRangeNamesTheOnesThereAre(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--vr.members=a:1,b:1,c:1", "--vr.member-id=3"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property 'vr.member-id' has the value '3': there is no member 3 among [a:1, b:1, c:1]")
			.contains("Use a member id from 0 to 2");
	}

	@Test
	void failedStartWhereModeIsNoneNamesIt(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--vr.mode=nonsense"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property 'vr.mode' has the value 'nonsense': there is no such mode")
			.contains("Use 'vr.mode=replica'");
	}

	private static void run(String... args) {
		new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(args).close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ VrAutoConfiguration.class, VrReplicaAutoConfiguration.class,
			VrClientAutoConfiguration.class })
	static class Application {

	}

}
