package dev.viewstamped;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A singleton bean that keeps replicated state outside of {@link ReplicatedMap}s: what
 * its handlers, or handlers that call it, have made of the commands. The state becomes a
 * part of each checkpoint (VR Revisited §5.1), is compared with that of the other
 * replicas, and reaches replicas that lag behind or have lost theirs.
 * <p>
 * All methods run on the thread that executes the commands, between two of them, so they
 * need no locks, and hold up the commands for as long as they take: keep the state small,
 * some hundred kilobytes, and use a {@link ReplicatedMap} for anything larger, whose
 * checkpoints cost only what has changed. Neither method may use replicated maps or call
 * {@link VrOperations}.
 * <p>
 * Other than in replicated maps, what a handler has changed in such a bean before it
 * threw an exception stays changed: check first, then change.
 * <p>
 * What is written is found again by the name of the bean. Keep that name, and keep
 * reading what earlier versions have written. The class of the bean tells the members in
 * which way the state is written: a version that writes it in another way needs another
 * class name, too, or its members stop as diverged while others run the version before.
 */
public interface Checkpointable {

	/**
	 * Write the whole state. It must be deterministic: after the same commands every
	 * replica writes the same bytes, and so does one that has read them. So go through
	 * unordered collections in the order of their keys, and write nothing of this
	 * process. Called once before the first command, too, to have the state at the start.
	 * @param out where the state goes; buffered, need not be flushed or closed
	 * @throws IOException if the state cannot be written, which stops the replica
	 */
	void writeTo(OutputStream out) throws IOException;

	/**
	 * Replace the whole state, whatever it is, by what {@link #writeTo} has written, on
	 * this replica or on another one, and maybe in an earlier process. The stream is
	 * empty only if nothing was written.
	 * @param in the state, up to the end of the stream; need not be closed
	 * @throws IOException if the state cannot be read, which stops the replica; it is not
	 * used again after that
	 */
	void readFrom(InputStream in) throws IOException;

}
