package dev.viewstamped.autoconfigure;

import java.util.List;

import org.springframework.core.env.Environment;

/**
 * Takes the members from {@link VrProperties}; without any, the application is a group of
 * one.
 */
class PropertiesVrConnectionDetails implements VrConnectionDetails {

	private final VrProperties properties;

	private final Environment environment;

	private final String hostName;

	PropertiesVrConnectionDetails(VrProperties properties, Environment environment, String hostName) {
		this.properties = properties;
		this.environment = environment;
		this.hostName = hostName;
	}

	@Override
	public List<String> getMembers() {
		if (!this.properties.members().isEmpty()) {
			return this.properties.members();
		}
		String address = this.properties.address();
		return List.of((address != null) ? address : this.hostName + ":" + serverPort());
	}

	private String serverPort() {
		String configured = this.environment.getProperty("server.port", "8080");
		return this.environment.getProperty("local.server.port", configured);
	}

}
