package dev.viewstamped.benchmark.edge;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.viewstamped.benchmark.Parent;
import dev.viewstamped.benchmark.Settings;
import dev.viewstamped.benchmark.Store;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * A TCP server for systems that have no remote client. A request is a length of four
 * bytes, an id of eight, and the command; a reply is the id and a number, which is
 * {@value #CANNOT_SERVE} if this replica cannot serve.
 */
public final class EdgeServer {

	/**
	 * The reply of a replica that is not the leader.
	 */
	public static final long CANNOT_SERVE = -1;

	static final int REPLY_BYTES = 16;

	static final int MAX_FLUSH = 256;

	private static final int MAX_FRAME_BYTES = 1 << 18;

	private EdgeServer() {
	}

	/**
	 * A map without replication behind the server: what the edge itself costs.
	 * @param args not used
	 */
	public static void main(String[] args) {
		Parent.follow();
		Store store = new Store();
		start(Settings.port(0), (command) -> CompletableFuture.completedFuture(store.put(command, 0, command.length)));
	}

	/**
	 * Start a server.
	 * @param port where to listen
	 * @param service answers commands
	 */
	public static void start(int port, Function<byte[], CompletableFuture<Long>> service) {
		new ServerBootstrap().group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()))
			.channel(NioServerSocketChannel.class)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new FlushConsolidationHandler(MAX_FLUSH, true),
								new LengthFieldBasedFrameDecoder(MAX_FRAME_BYTES, 0, Integer.BYTES, 0, Integer.BYTES),
								new Handler(service));
				}

			})
			.bind("127.0.0.1", port)
			.syncUninterruptibly();
	}

	private static final class Handler extends SimpleChannelInboundHandler<ByteBuf> {

		private final Function<byte[], CompletableFuture<Long>> service;

		Handler(Function<byte[], CompletableFuture<Long>> service) {
			this.service = service;
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
			long id = frame.readLong();
			byte[] command = new byte[frame.readableBytes()];
			frame.readBytes(command);
			this.service.apply(command)
				.whenComplete((version,
						failure) -> context.writeAndFlush(context.alloc()
							.buffer(REPLY_BYTES)
							.writeLong(id)
							.writeLong((failure == null) ? version : CANNOT_SERVE), context.voidPromise()));
		}

	}

}
