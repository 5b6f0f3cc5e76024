package dev.viewstamped.service;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link FailureCode}.
 */
@SuppressWarnings("serial")
class FailureCodeTests {

	@Test
	void codeIsSimpleNameInKebabCase() {
		assertThat(FailureCode.of(new IllegalArgumentException("no")))
			.isEqualTo(new FailureCode("illegal-argument", "no"));
		assertThat(FailureCode.of(new IOException("no")).code()).isEqualTo("io");
		assertThat(FailureCode.of(new HTTPTimeoutException()).code()).isEqualTo("http-timeout");
		assertThat(FailureCode.of(new Http2Error()).code()).isEqualTo("http2");
		assertThat(FailureCode.of(new Exception("no")).code()).isEqualTo("exception");
		assertThat(FailureCode.of(new IllegalStateException("no") {
		}).code()).isEqualTo("illegal-state");
	}

	@Test
	void messageOfExceptionThatOnlyWrapsIsThatOfItsCause() {
		IllegalStateException inner = new IllegalStateException("inner");
		assertThat(FailureCode.of(new RuntimeException(inner))).isEqualTo(new FailureCode("runtime", "inner"));
		assertThat(FailureCode.of(new CompletionException(inner))).isEqualTo(new FailureCode("completion", "inner"));
		assertThat(FailureCode.of(new CompletionException(new RuntimeException(inner))).message()).isEqualTo("inner");
		assertThat(FailureCode.of(new RuntimeException(new IllegalStateException())).message()).isEmpty();
		assertThat(FailureCode.of(new RuntimeException(new NullPointerException("of the JVM"))).message()).isEmpty();
		assertThat(FailureCode.of(new RuntimeException("outer", inner)).message()).isEqualTo("outer");
	}

	@Test
	void messageHasNoClassNameThatTheJdkPutThere() {
		IllegalArgumentException noConstant = catchThrowableOfType(IllegalArgumentException.class,
				() -> Thread.State.valueOf("Q"));
		assertThat(FailureCode.of(noConstant).message()).isEqualTo("No enum constant Q");
		assertThat(FailureCode.of(new RuntimeException(noConstant)).message()).isEqualTo("No enum constant Q");
		assertThat(FailureCode.of(new RuntimeException(new IllegalStateException("inner").toString())).message())
			.isEqualTo("inner");
		assertThat(FailureCode.of(new ClassNotFoundException("com.example.Absent")).message()).isEmpty();
	}

	@Test
	void messageThatSomebodyWroteIsKept() {
		for (String message : List.of("shop.prod.Colour: not a colour", "Exception: none", "No enum constant",
				"in java.lang.IllegalStateException: inner", "a.b.c")) {
			assertThat(FailureCode.of(new IllegalStateException(message)).message()).isEqualTo(message);
		}
	}

	@Test
	void messageMayBeLongAndLikeAName() {
		assertThat(FailureCode.of(new IllegalStateException("a.".repeat(1_000_000))).message()).hasSize(1000);
	}

	@Test
	void messageIsEmptyWhenThereIsNone() {
		assertThat(FailureCode.of(new IllegalStateException()).message()).isEmpty();
	}

	@Test
	void messageOfExceptionOfTheJvmIsLeftOut() {
		assertThat(FailureCode.of(new NullPointerException("Cannot invoke \"a.b.C.d()\"")))
			.isEqualTo(new FailureCode("null-pointer", ""));
		assertThat(FailureCode.of(new ArithmeticException("/ by zero"))).isEqualTo(new FailureCode("arithmetic", ""));
	}

	@Test
	void messageThatIsLongIsShortened() {
		assertThat(FailureCode.of(new IllegalStateException("x".repeat(1000))).message()).hasSize(1000);
		assertThat(FailureCode.of(new IllegalStateException("x".repeat(1001))).message()).hasSize(1000).endsWith("x…");
		assertThat(FailureCode.of(new IllegalStateException("x".repeat(998) + "😀xx")).message()).hasSize(999)
			.endsWith("x…");
	}

	static class HTTPTimeoutException extends RuntimeException {

	}

	static class Http2Error extends RuntimeException {

	}

}
