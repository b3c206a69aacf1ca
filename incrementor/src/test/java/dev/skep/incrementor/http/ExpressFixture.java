package dev.skep.incrementor.http;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.FakeRedis;
import dev.skep.incrementor.counter.Health;
import dev.skep.incrementor.metrics.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The fast path on real sockets, over a Redis in memory. In Vert.x's place stands what notes what would be left to it. */
final class ExpressFixture implements AutoCloseable {
    /** A request to what stands in Vert.x's place, and how long the answer's body is. */
    static final String LARGE = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";

    static final int LARGE_BODY = 9_000;

    /** However busy the machine is. */
    private static final Duration LONG = Duration.ofMinutes(1);

    final FakeRedis redis = new FakeRedis();
    final Traffic traffic = new Traffic();
    final Metrics metrics = new Metrics();
    final ScarceMemory memory = new ScarceMemory();
    private final Queue<String> leftToVertx = new ConcurrentLinkedQueue<>();
    private final AtomicLong mostUnsent = new AtomicLong();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Lane lane;
    private final Channel server;

    ExpressFixture(Duration requestTimeout, int capacity) throws Exception {
        this(requestTimeout, capacity, LONG);
    }

    ExpressFixture(Duration requestTimeout, int capacity, Duration parting) throws Exception {
        var loop = group.next();
        lane = new Lane(
                loop,
                home -> new Counter(redis, new Health(), home, requestTimeout, capacity, metrics),
                requestTimeout,
                "task-1",
                metrics);
        var usual = Limits.of(requestTimeout);
        var patience = new Patience(loop, new Limits(usual.idle(), usual.slow(), parting), metrics);
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.ALLOCATOR, memory)
                .childOption(ChannelOption.SO_SNDBUF, 4096)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new Express(lane, patience, traffic))
                                .addLast("httpDecoder", new Noted());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    long inFlight() {
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith("skep_requests_in_flight "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    /** How many connections are open. */
    int connections() {
        return connections.size();
    }

    /** The most bytes that were written, and not sent, by what stands in Vert.x's place. */
    long mostUnsent() {
        return mostUnsent.get();
    }

    /** All that was not answered in front of Vert.x. */
    String leftToVertx() {
        return String.join("", leftToVertx);
    }

    RawClient connect() throws IOException {
        return new RawClient((InetSocketAddress) server.localAddress());
    }

    @Override
    public void close() {
        redis.release();
        lane.counter().close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    // What fails ends the connection.
    @SuppressWarnings("FutureReturnValueIgnored")
    private final class Noted extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            var text = in.readString(in.readableBytes(), StandardCharsets.US_ASCII);
            leftToVertx.add(text);
            for (var at = text.indexOf(LARGE); at >= 0; at = text.indexOf(LARGE, at + 1)) {
                context.write(Unpooled.copiedBuffer(
                        "HTTP/1.1 200 OK\r\ncontent-length: " + LARGE_BODY + "\r\n\r\n" + "x".repeat(LARGE_BODY),
                        StandardCharsets.US_ASCII));
            }
            var unsent = context.channel().unsafe().outboundBuffer().totalPendingWriteBytes();
            mostUnsent.accumulateAndGet(unsent, Math::max);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
