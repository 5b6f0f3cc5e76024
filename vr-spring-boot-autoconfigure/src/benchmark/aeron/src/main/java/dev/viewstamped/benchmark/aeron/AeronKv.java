package dev.viewstamped.benchmark.aeron;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import dev.viewstamped.benchmark.Kv;
import dev.viewstamped.benchmark.Operation;
import dev.viewstamped.benchmark.Settings;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.IdleStrategy;

/**
 * One session with a media driver of its own; a single thread offers requests and polls
 * the replies.
 */
public final class AeronKv implements Kv, EgressListener {

	private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

	private final Map<Long, CompletableFuture<Long>> pending = new HashMap<>();

	private final ExpandableArrayBuffer out = new ExpandableArrayBuffer();

	private final Thread thread = new Thread(this::loop, "aeron-client");

	private MediaDriver driver;

	private AeronCluster cluster;

	private volatile boolean closed;

	private long nextId;

	/**
	 * Create a client that is not connected.
	 * @param lanes the number of lanes
	 */
	public AeronKv(int lanes) {
	}

	@Override
	public void connect() {
		if (this.driver == null) {
			this.driver = MediaDriver.launchEmbedded(new MediaDriver.Context().threadingMode(ThreadingMode.SHARED)
				.aeronDirectoryName(Settings.data().resolve("client-" + System.nanoTime()).toString())
				.sharedIdleStrategy(Endpoints.idle().get())
				.dirDeleteOnStart(true)
				.dirDeleteOnShutdown(true));
		}
		if (this.cluster == null) {
			this.cluster = AeronCluster
				.connect(new AeronCluster.Context().aeronDirectoryName(this.driver.aeronDirectoryName())
					.egressListener(this)
					.ingressChannel("aeron:udp?term-length=1m")
					.egressChannel("aeron:udp?endpoint=127.0.0.1:0")
					.ingressEndpoints(Endpoints.ingress()));
			this.thread.start();
		}
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		Request request = new Request(operation, new CompletableFuture<>());
		this.requests.add(request);
		return request.reply();
	}

	private void loop() {
		IdleStrategy idle = Endpoints.idle().get();
		long lastKeepAlive = System.nanoTime();
		while (!this.closed) {
			int work = this.cluster.pollEgress();
			for (Request request = this.requests.peek(); request != null
					&& offer(request); request = this.requests.peek()) {
				this.requests.remove();
				work++;
			}
			if (System.nanoTime() - lastKeepAlive > KEEP_ALIVE_NANOS) {
				this.cluster.sendKeepAlive();
				lastKeepAlive = System.nanoTime();
			}
			idle.idle(work);
		}
		this.cluster.close();
		this.driver.close();
	}

	private boolean offer(Request request) {
		Operation operation = request.operation();
		this.out.putLong(0, this.nextId, ByteOrder.LITTLE_ENDIAN);
		this.out.putBytes(Long.BYTES, operation.keyBytes());
		this.out.putBytes(Long.BYTES + Operation.KEY_BYTES, operation.valueBytes());
		if (this.cluster.offer(this.out, 0, Long.BYTES + operation.commandBytes()) < 0) {
			return false;
		}
		this.pending.put(this.nextId++, request.reply());
		return true;
	}

	@Override
	public void onMessage(long session, long timestamp, DirectBuffer buffer, int offset, int length, Header header) {
		this.pending.remove(buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN))
			.complete(buffer.getLong(offset + Long.BYTES, ByteOrder.LITTLE_ENDIAN));
	}

	@Override
	public void close() {
		this.closed = true;
	}

	private record Request(Operation operation, CompletableFuture<Long> reply) {

	}

}
