package dev.viewstamped.transport;

import org.springframework.util.StringUtils;

/**
 * What both ends of a handshake have in common.
 */
final class Handshake {

	/** The version of the protocol: of the handshake, the frames and the messages. */
	static final int VERSION = 2;

	/** Signed by the end that dials. */
	static final String DIAL = "vr dial";

	/** Signed by the end that accepts. */
	static final String ACCEPT = "vr accept";

	/** Signed by the end that refuses. */
	static final String REFUSE = "vr refuse";

	private Handshake() {
	}

	static Refusal versionMismatch(int version) {
		return new Refusal(RefusalReason.VERSION, "Protocol version " + version + " meets version " + VERSION
				+ "; run the same version of the library on all members and clients");
	}

	static Refusal unauthorized(String who) {
		return new Refusal(RefusalReason.UNAUTHORIZED, StringUtils.capitalize(who)
				+ " does not have the same vr.transport.secret; set the same vr.transport.secret on all members and clients");
	}

}
