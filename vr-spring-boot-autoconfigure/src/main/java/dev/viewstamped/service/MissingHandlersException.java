package dev.viewstamped.service;

import java.util.List;

/**
 * An application runs a replica, but has no handler at all: it could execute nothing, and
 * would stop at the first command of a group that has one. Ends the start of the
 * application.
 */
@SuppressWarnings("serial")
public class MissingHandlersException extends RuntimeException {

	private final List<String> scannedPackages;

	/**
	 * Create an exception.
	 * @param scannedPackages the packages in which the application looks for beans; empty
	 * if they are not known
	 */
	public MissingHandlersException(List<String> scannedPackages) {
		super("This application runs a replica, but no bean has a method with @ReplicatedCommand or @ReplicatedQuery");
		this.scannedPackages = List.copyOf(scannedPackages);
	}

	/**
	 * The packages in which the application looks for beans.
	 * @return their names; empty if they are not known
	 */
	public List<String> getScannedPackages() {
		return this.scannedPackages;
	}

}
