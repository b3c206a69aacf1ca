package dev.skep.incrementor.http;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.FakeRedis;
import dev.skep.incrementor.counter.Health;
import dev.skep.incrementor.metrics.Metrics;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers by Vert.x that cannot be written. */
@Timeout(30)
final class RepliesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String ASKS = "GET /any HTTP/1.1\r\nHost: a\r\n\r\n";

    private final AtomicInteger lacking = new AtomicInteger();
    private final Metrics metrics = new Metrics();
    private final Vertx vertx = Vertx.vertx();
    private Lane lane;
    private Patience patience;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        var context = (ContextInternal) vertx.getOrCreateContext();
        var loop = context.nettyEventLoop();
        lane = new Lane(
                loop,
                home -> new Counter(new FakeRedis(), new Health(), home, PATIENCE, 4, metrics),
                PATIENCE,
                "task-1",
                metrics);
        patience = new Patience(loop, Limits.of(PATIENCE), metrics);
        var replies = new Replies(new Traffic(), metrics, "task-1");
        server = vertx.createHttpServer(CounterVerticle.options())
                .connectionHandler(this::furnish)
                .requestHandler(request -> replies.number(request, 7));
        context.emit(listens -> server.listen(0, "127.0.0.1"));
        eventually("listens", () -> server.actualPort() > 0);
    }

    @AfterEach
    void stop() throws Exception {
        lane.counter().close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void areCountedWhenTheyAreWritten() throws Exception {
        try (var client = connect()) {
            client.write(ASKS);
            assertTrue(client.answer().endsWith("\r\n7\n"));
        }
        eventually("counted", () -> metrics.text().contains("skep_http_responses_total{code=\"200\"} 1\n"));
    }

    /** Else the next answer would be taken for it. */
    @Test
    void cutTheirConnectionAndAreAFaultAndNoAnswer() throws Exception {
        lacking.set(1);
        try (var client = connect()) {
            client.write(ASKS.repeat(3));
            assertEquals("", client.rest());
        }
        assertTrue(metrics.text().contains("skep_connections_cut_total{why=\"fault\"} 1\n"));
        assertTrue(metrics.text().contains("skep_http_responses_total{code=\"200\"} 0\n"));
    }

    private void furnish(HttpConnection connection) {
        var pipeline =
                ((HttpServerConnection) connection).channelHandlerContext().pipeline();
        pipeline.addFirst(new Lacking());
        pipeline.addFirst(new Express(lane, patience, new Traffic()));
    }

    private RawClient connect() throws Exception {
        return new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
    }

    private final class Lacking extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (lacking.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                ReferenceCountUtil.release(message);
                promise.setFailure(new OutOfMemoryError("no memory for an answer"));
            } else {
                super.write(context, message, promise);
            }
        }
    }
}
