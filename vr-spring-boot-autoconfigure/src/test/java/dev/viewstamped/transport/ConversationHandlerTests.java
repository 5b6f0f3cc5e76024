package dev.viewstamped.transport;

import org.junit.jupiter.api.Test;

import org.springframework.web.socket.CloseStatus;

import static org.assertj.core.api.Assertions.assertThat;

class ConversationHandlerTests {

	@Test
	void closeIsDescribedInWords() {
		assertThat(ConversationHandler.describe(CloseStatus.NORMAL)).isEqualTo("closed normally by the other end");
		assertThat(ConversationHandler.describe(CloseStatus.GOING_AWAY))
			.isEqualTo("closed by the other end, which stops");
		assertThat(ConversationHandler.describe(CloseStatus.NO_CLOSE_FRAME)).isEqualTo("connection broke");
		assertThat(ConversationHandler.describe(CloseStatus.POLICY_VIOLATION))
			.isEqualTo("closed by the other end with code 1008");
	}

}
