package dev.viewstamped.service;

import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReadToken}.
 */
class ReadTokenTests {

	@Test
	void parseReadsWhatEncodeWrote() {
		ReadToken token = new ReadToken(new UUID(-1, 7), 3, Long.MAX_VALUE);
		assertThat(ReadToken.parse(token.encode())).isEqualTo(token);
		assertThat(token.encode()).matches("[A-Za-z0-9_-]{44}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "not a token", "AAAA", "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			"Af________________________________________", "Af__________________________________________" })
	void parseOfAnythingElseNamesTheValueAndTheCure(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ReadToken.parse(text))
			.withMessage("'" + text + "' is not a read token."
					+ " Pass the token of a CommandResult or QueryResult of this group unchanged");
	}

	@Test
	void negativeNumbersAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ReadToken(new UUID(1, 2), 0, -1))
			.withMessage("Epoch 0 and op-number -1 of a read token must not be negative");
	}

}
