package dev.viewstamped.benchmark.sofajraft;

import java.io.Serializable;

/**
 * A request; a class with a field, because that is what the serializer of SOFAJRaft's RPC
 * takes.
 */
public final class PutRequest implements Serializable {

	private static final long serialVersionUID = 1L;

	final byte[] command;

	PutRequest(byte[] command) {
		this.command = command;
	}

}
