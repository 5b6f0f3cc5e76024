package dev.viewstamped.autoconfigure;

import dev.viewstamped.autoconfigure.VrProperties.Mode;

import org.jspecify.annotations.Nullable;

/**
 * Finds values beside {@code vr.join} that contradict it: a new replica is none of the
 * first configuration, and the group gives it its id.
 */
final class JoinCheck {

	private static final String PROPERTY = "vr.join";

	private final VrProperties properties;

	private final String value;

	/**
	 * Create a check.
	 * @param properties the properties, with {@code vr.join} set
	 */
	JoinCheck(VrProperties properties) {
		this.properties = properties;
		this.value = String.join(",", properties.join());
	}

	void check() {
		if (this.properties.mode() == Mode.CLIENT) {
			throw refused("with 'vr.mode=client' there is no replica here that could join",
					"Use 'vr.members' instead of 'vr.join': a client finds the group from any of its members.");
		}
		if (!this.properties.members().isEmpty()) {
			throw refused(
					"'vr.members' is set as well (" + String.join(",", this.properties.members())
							+ "), and a new replica is not a member of the first configuration",
					"Remove 'vr.members' to join the running group, or 'vr.join' for a member of the first "
							+ "configuration.");
		}
		if (this.properties.memberId() != null) {
			throw refused(
					"'vr.member-id' is set as well (" + this.properties.memberId()
							+ "), and the group gives each new replica its id",
					"Remove 'vr.member-id'. The replicas of an embedded group have ids from the start and cannot join "
							+ "another group: remove 'vr.join' there.");
		}
		MemberEntry.parseAll(PROPERTY, this.properties.join(), false);
		checkAddress(this.properties.address());
	}

	private void checkAddress(@Nullable String address) {
		if (address != null) {
			MemberEntry.parse("vr.address", address, false);
		}
	}

	private InvalidVrConfigurationException refused(String reason, String action) {
		return new InvalidVrConfigurationException(PROPERTY, this.value, reason, action);
	}

}
