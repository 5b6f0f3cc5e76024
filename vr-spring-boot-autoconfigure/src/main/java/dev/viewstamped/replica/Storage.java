package dev.viewstamped.replica;

import java.util.List;

import dev.viewstamped.message.Entry;
import dev.viewstamped.state.Checkpoint;

import org.jspecify.annotations.Nullable;

/**
 * Where a replica keeps what it must not forget. Calls take no time: what is handed over
 * is written elsewhere, in the order of the calls, and is durable once the replica is
 * told so by {@link Replica#onStored(long)}. A crash keeps a prefix of the calls, each of
 * them whole or not at all. If the disk fails, {@link Replica#stop(Condition)} is called
 * and no call has an effect any more.
 */
public interface Storage {

	/**
	 * Keeps nothing: memory mode.
	 */
	Storage NONE = new NoStorage();

	/**
	 * Whether anything is kept. If not, no other method does anything.
	 * @return {@code true} in durable mode
	 */
	boolean isDurable();

	/**
	 * What an earlier process has left, made durable if it was not. Called once, before
	 * any other method but {@link #isDurable()}; may take time. If it returns
	 * {@code null}, the first call that writes starts over: whatever is there goes then.
	 * @return what was found; {@code null} if there is nothing, or what is there cannot
	 * be trusted (§4.3: the replica then has to recover from the others)
	 */
	@Nullable StoredState load();

	/**
	 * Whether an earlier process has left something that cannot be trusted, and nothing
	 * has replaced it yet: the member is not a new one, and must not form a group. Known
	 * once the state is read.
	 * @return if the member has lost its state a sentence that says where it was and what
	 * was found, without the full stop, and otherwise {@code null}
	 */
	default @Nullable String whyStateLost() {
		return null;
	}

	/**
	 * An entry was appended to the log.
	 * @param entry the entry
	 */
	void append(Entry entry);

	/**
	 * The promises have changed, and nothing else.
	 * @param promises all of them
	 */
	void promise(Promises promises);

	/**
	 * The end of the log was replaced together with the promises: both or none.
	 * @param keep the last op-number that stays
	 * @param suffix the entries after it
	 * @param promises all of them
	 */
	void replace(long keep, List<Entry> suffix, Promises promises);

	/**
	 * Log and state were replaced together with the promises: all or nothing.
	 * @param checkpoint the state
	 * @param suffix the log after the checkpoint
	 * @param promises all of them
	 */
	void install(Checkpoint checkpoint, List<Entry> suffix, Promises promises);

	/**
	 * A checkpoint of the present state was taken. The storage decides whether it is
	 * worth writing; once it is written, it needs no more of the log before the one
	 * written earlier.
	 * @param checkpoint the checkpoint
	 */
	void checkpoint(Checkpoint checkpoint);

	/**
	 * Tell how far entries are known to be committed. Written with what is written next,
	 * so it need not be flushed; never written before what was handed over earlier, as it
	 * is a number of the log that this has led to.
	 * @param commitNumber the op-number
	 */
	void commit(long commitNumber);

	/**
	 * Have all that was handed over made durable. It may be already, if it was written
	 * together with what was handed over before the last flush: then the replica may have
	 * been told so earlier than this method returns, and is not told again.
	 * @return a number for {@link Replica#onStored(long)}; the one of the flush before if
	 * nothing was handed over since; 0 if nothing ever was
	 */
	long flush();

}
