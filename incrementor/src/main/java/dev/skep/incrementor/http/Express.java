package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;

/**
 * Stands in front of Vert.x on one connection, and answers plain increments itself. With the first request that is not one
 * the connection is Vert.x's for good, as soon as those before it are answered; so answers come in order.
 *
 * <p>It reads no more from a client that does not take its answers, or asks too much ahead.
 */
// What fails ends the connection, and channelInactive tells of that.
@SuppressWarnings("FutureReturnValueIgnored")
final class Express extends ChannelDuplexHandler {
    private static final int AHEAD = 256;
    private static final int ANSWER = 192;
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(8 << 10, 16 << 10);

    private final Lane lane;
    private final Patience patience;
    private final Traffic traffic;
    private ChannelHandlerContext ctx;

    private int unanswered;
    private boolean ordinary;
    private ByteBuf out;
    private ByteBuf held;
    private boolean resumes;
    private ChannelPromise close;

    private long lastRead = System.nanoTime();
    private long requestBegun;
    private long unwritable;

    Express(Lane lane, Patience patience, Traffic traffic) {
        this.lane = lane;
        this.patience = patience;
        this.traffic = traffic;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
        ctx.channel().config().setWriteBufferWaterMark(UNSENT);
        patience.watch(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastRead = System.nanoTime();
        var in = (ByteBuf) message;
        if (held != null || !ctx.channel().isWritable()) {
            hold(in);
            return;
        }
        if (!ordinary) {
            serve(in);
        }
        if (!in.isReadable()) {
            in.release();
        } else if (unanswered > 0) {
            hold(in);
        } else {
            leaveToVertx(in);
        }
    }

    private void serve(ByteBuf in) {
        while (unanswered < AHEAD && !traffic.draining()) {
            var length = PlainIncrement.length(in);
            if (length == 0 || !lane.ask(this)) {
                return;
            }
            in.skipBytes(length);
            unanswered++;
        }
    }

    private void leaveToVertx(ByteBuf in) {
        if (!ordinary) {
            ordinary = true;
            ctx.pipeline().addAfter("httpDecoder", null, new Arrivals());
        }
        if (requestBegun == 0) {
            requestBegun = lastRead;
        }
        ctx.fireChannelRead(in);
    }

    /** Until what came before is answered, and taken. */
    private void hold(ByteBuf in) {
        if (held == null) {
            resumes = ctx.channel().config().isAutoRead();
            held = in;
        } else {
            held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, in);
        }
        ctx.channel().config().setAutoRead(false);
    }

    private void release() {
        if (held == null || unanswered > 0 || !ctx.channel().isWritable()) {
            return;
        }
        var in = held;
        held = null;
        // First, so that whoever holds again, here or in Vert.x, has the last word.
        if (resumes) {
            ctx.channel().config().setAutoRead(true);
        }
        channelRead(ctx, in);
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (ordinary) {
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        unwritable = ctx.channel().isWritable() ? 0 : System.nanoTime();
        ctx.fireChannelWritabilityChanged();
        release();
    }

    /** The number of the next request that was asked for. */
    void answer(long number) {
        lane.bytes().number(next(), number);
    }

    /** The next request has no number. */
    void fail(Problem problem) {
        lane.response(problem.status());
        Bytes.problem(next(), problem);
    }

    private ByteBuf next() {
        unanswered--;
        if (out == null) {
            out = ctx.alloc().buffer(ANSWER);
            lane.toSend(this);
        }
        return out;
    }

    /** Sends what was written. */
    void send() {
        var answers = out;
        out = null;
        if (!ctx.channel().isActive()) {
            answers.release();
            return;
        }
        ctx.writeAndFlush(answers, ctx.voidPromise());
        if (unanswered > 0) {
            return;
        }
        if (close == null) {
            release();
        } else {
            closeNow();
        }
    }

    private void closeNow() {
        var promise = close;
        close = null;
        ctx.close(promise);
    }

    /** Vert.x knows nothing of what is answered here, and closes what it takes for idle when the server stops. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (unanswered > 0 && ctx.channel().isActive()) {
            close = promise;
        } else {
            ctx.close(promise);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        patience.forget(this);
        if (held != null) {
            held.release();
            held = null;
        }
        if (close != null) {
            closeNow();
        }
        ctx.fireChannelInactive();
    }

    /** Why it is to be cut, if it is. */
    Optional<Cut> due(long now, Limits limits) {
        if (unwritable != 0 && now - unwritable > limits.slow().toNanos()) {
            return Optional.of(Cut.SLOW_READER);
        }
        if (requestBegun != 0 && now - requestBegun > limits.slow().toNanos()) {
            return Optional.of(Cut.SLOW_REQUEST);
        }
        return unanswered == 0 && now - lastRead > limits.idle().toNanos() ? Optional.of(Cut.IDLE) : Optional.empty();
    }

    void cut() {
        ctx.close(ctx.newPromise());
    }

    /** Notes which requests have come whole: the others may not take for ever. */
    private final class Arrivals extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof LastHttpContent) {
                requestBegun = 0;
            }
            context.fireChannelRead(message);
        }
    }
}
