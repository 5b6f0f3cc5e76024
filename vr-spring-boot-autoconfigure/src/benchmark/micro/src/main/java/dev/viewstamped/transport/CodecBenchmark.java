package dev.viewstamped.transport;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Prepare;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A frame with one Prepare of entries with 160 bytes each, written and read.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

	private static final int MAX_FRAME_BYTES = 1 << 20;

	private static final int PAYLOAD_BYTES = 160;

	/**
	 * Entries in the Prepare.
	 */
	@Param({ "1", "64" })
	public int entries;

	private final MessageCodec<PeerMessage> codec = new MessageCodec<>(PeerMessageCodec.types());

	private final FrameWriter out = new FrameWriter(MAX_FRAME_BYTES);

	private Prepare prepare;

	private byte[] frame;

	/**
	 * Make the message.
	 */
	@Setup
	public void setUp() {
		UUID group = new UUID(1, 2);
		List<Entry> batch = LongStream.rangeClosed(1, this.entries)
			.mapToObj((op) -> new Entry(0, 3, 1000 + op, op, Operation.COMMAND, group, 1, op, op - 1,
					new byte[PAYLOAD_BYTES]))
			.toList();
		this.prepare = new Prepare(new Header(group, 0, 3, 0, 1), new Viewstamp(0, 3, 1000), 999, batch);
		this.frame = write();
	}

	/**
	 * Write a frame.
	 * @return the frame
	 */
	@Benchmark
	public byte[] write() {
		this.out.clear();
		this.codec.begin(this.out);
		this.codec.write(this.out, this.prepare);
		this.codec.seal(this.out, 0, this.out.position());
		return this.out.toByteArray();
	}

	/**
	 * Read a frame.
	 * @return the messages in it
	 * @throws MalformedFrameException never
	 */
	@Benchmark
	public List<PeerMessage> read() throws MalformedFrameException {
		return this.codec.read(ByteBuffer.wrap(this.frame));
	}

}
