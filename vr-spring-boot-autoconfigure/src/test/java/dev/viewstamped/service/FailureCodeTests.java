package dev.viewstamped.service;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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
