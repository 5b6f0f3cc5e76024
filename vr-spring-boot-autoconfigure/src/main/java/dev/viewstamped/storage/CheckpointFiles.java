package dev.viewstamped.storage;

import java.io.IOException;
import java.io.OutputStream;

import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.state.Checkpoint;
import dev.viewstamped.state.CheckpointCodec;

/**
 * Writes checkpoints into files and reads them. A file is written aside, synchronized,
 * and only then gets its name. Each holds a whole checkpoint: it is written when the
 * journal since the last one has outgrown half of the state, so that what is written of
 * the state is at most about twice what is written of commands.
 */
final class CheckpointFiles {

	private static final String ASIDE = ".tmp";

	private final StorageDirectory directory;

	private final CheckpointCodec codec;

	static boolean isAside(String fileName) {
		return fileName.endsWith(ASIDE);
	}

	CheckpointFiles(StorageDirectory directory, CheckpointCodec codec) {
		this.directory = directory;
		this.codec = codec;
	}

	/**
	 * Write a checkpoint aside.
	 * @param checkpoint the checkpoint
	 * @param generation number of the journal that it goes with
	 * @param nowMillis the time of day
	 * @param progress told how far it is
	 * @return the file that will be
	 * @throws IOException if that fails
	 */
	CheckpointFile write(Checkpoint checkpoint, long generation, long nowMillis, BlockOutputStream.Progress progress)
			throws IOException {
		String fileName = CheckpointFile.fileName(checkpoint.opNumber(), generation);
		this.directory.delete(fileName + ASIDE);
		BlockOutputStream out = new BlockOutputStream(this.directory, fileName + ASIDE, progress);
		this.codec.write(checkpoint, out);
		long bytes = out.finish();
		return new CheckpointFile(new CheckpointId(checkpoint.viewstamp(), checkpoint.digest()), generation, bytes,
				nowMillis);
	}

	/**
	 * Make a file durable that was written aside, and give it its name.
	 * @param file the file
	 * @throws IOException if that fails
	 */
	void publish(CheckpointFile file) throws IOException {
		this.directory.sync(file.fileName() + ASIDE);
		this.directory.rename(file.fileName() + ASIDE, file.fileName());
		this.directory.syncDirectory();
	}

	/**
	 * Read a checkpoint.
	 * @param file the file
	 * @return the checkpoint
	 * @throws MalformedRecordException if the file is damaged
	 * @throws StorageException if it is not, and its content cannot be read all the same
	 */
	Checkpoint read(CheckpointFile file) throws MalformedRecordException {
		verify(file);
		Checkpoint checkpoint;
		try {
			BlockInputStream in = new BlockInputStream(this.directory, file.fileName());
			checkpoint = this.codec.read(in);
			in.expectEnd();
		}
		catch (IOException | RuntimeException ex) {
			throw new StorageException(
					"The checkpoint '%s' in %s is not damaged, but this application cannot read it: %s"
						.formatted(file.fileName(), this.directory.location(), ex.getMessage()),
					"Run the version of the application that wrote it, or give back the types of its maps", ex);
		}
		if (!checkpoint.viewstamp().equals(file.id().viewstamp())) {
			throw new MalformedRecordException("'%s' holds the checkpoint at %s where the one at %s was written"
				.formatted(file.fileName(), checkpoint.viewstamp(), file.id().viewstamp()));
		}
		return checkpoint;
	}

	private void verify(CheckpointFile file) throws MalformedRecordException {
		try {
			if (this.directory.size(file.fileName()) < 0) {
				throw new MalformedRecordException("'%s' is missing".formatted(file.fileName()));
			}
			BlockInputStream in = new BlockInputStream(this.directory, file.fileName());
			in.transferTo(OutputStream.nullOutputStream());
		}
		catch (MalformedRecordException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new MalformedRecordException("'%s' cannot be read: %s".formatted(file.fileName(), ex));
		}
	}

}
