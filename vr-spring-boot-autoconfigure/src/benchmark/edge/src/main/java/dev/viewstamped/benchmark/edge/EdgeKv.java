package dev.viewstamped.benchmark.edge;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.viewstamped.benchmark.Kv;
import dev.viewstamped.benchmark.Operation;
import dev.viewstamped.benchmark.Settings;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Client of {@link EdgeServer}. Each time it connects, it does so to the next replica.
 */
public final class EdgeKv implements Kv {

	private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final Map<Long, CompletableFuture<Long>> pending = new ConcurrentHashMap<>();

	private final AtomicLong ids = new AtomicLong();

	private final Channel[] channels;

	private int replica = -1;

	/**
	 * Create a client that is not connected.
	 * @param lanes the number of lanes
	 */
	public EdgeKv(int lanes) {
		this.channels = new Channel[Settings.connections(lanes)];
	}

	@Override
	public void connect() throws InterruptedException {
		this.replica = (this.replica + 1) % Settings.replicas();
		for (int i = 0; i < this.channels.length; i++) {
			if (this.channels[i] != null) {
				this.channels[i].close();
			}
			this.channels[i] = new Bootstrap().group(this.loop)
				.channel(NioSocketChannel.class)
				.option(ChannelOption.TCP_NODELAY, true)
				.handler(new ChannelInitializer<>() {

					@Override
					protected void initChannel(Channel channel) {
						channel.pipeline()
							.addLast(new FlushConsolidationHandler(EdgeServer.MAX_FLUSH, true),
									new FixedLengthFrameDecoder(EdgeServer.REPLY_BYTES), new Handler());
					}

				})
				.connect("127.0.0.1", Settings.port(this.replica))
				.sync()
				.channel();
		}
	}

	@Override
	public CompletableFuture<Long> put(Operation operation) {
		long id = this.ids.incrementAndGet();
		CompletableFuture<Long> reply = new CompletableFuture<>();
		this.pending.put(id, reply);
		Channel channel = this.channels[operation.lane() % this.channels.length];
		int length = Long.BYTES + operation.commandBytes();
		ByteBuf frame = channel.alloc()
			.buffer(Integer.BYTES + length)
			.writeInt(length)
			.writeLong(id)
			.writeBytes(operation.keyBytes())
			.writeBytes(operation.valueBytes());
		channel.writeAndFlush(frame, channel.voidPromise());
		return reply;
	}

	@Override
	public void close() {
		this.loop.shutdownGracefully();
	}

	private final class Handler extends SimpleChannelInboundHandler<ByteBuf> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
			CompletableFuture<Long> reply = EdgeKv.this.pending.remove(frame.readLong());
			long version = frame.readLong();
			if (version != EdgeServer.CANNOT_SERVE) {
				reply.complete(version);
			}
			else {
				reply.completeExceptionally(new IllegalStateException("The replica cannot serve"));
			}
		}

	}

}
