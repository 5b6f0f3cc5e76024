package dev.viewstamped.message;

import java.util.UUID;

/**
 * A message between a client and a replica.
 */
public sealed interface ClientMessage extends Message
		permits Request, Reply, Refused, Evicted, QueryRequest, QueryReply, QueryRefused, LocatePrimary,
		PrimaryLocation, LocateGroup, GroupFound, Join, OperatorRequest, OperatorReply {

	/**
	 * Identity of the client process: random, 128 bits, never used by another one.
	 * @return the client's identity
	 */
	UUID client();

}
