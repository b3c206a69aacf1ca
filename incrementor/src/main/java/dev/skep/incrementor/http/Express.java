package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.util.Optional;

/**
 * Stands in front of Vert.x on one connection, and answers plain increments itself. With the first request that is not one
 * the connection is Vert.x's for good, as soon as those before it are answered; so answers come in order.
 *
 * <p>It reads no more from a client that does not take its answers, or asks too much ahead. Where an answer cannot be
 * written the connection is cut, for the next answer would be taken for it.
 */
// What fails ends the connection, and channelInactive tells of that.
@SuppressWarnings("FutureReturnValueIgnored")
final class Express extends ChannelDuplexHandler {
    private static final int AHEAD = 256;
    private static final int ANSWER = 192;
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(8 << 10, 16 << 10);

    /** What one read may bring is answered before anybody looks at whether the answers are taken. */
    private static final AdaptiveRecvByteBufAllocator READS = new AdaptiveRecvByteBufAllocator(256, 1 << 10, 8 << 10);

    private final Lane lane;
    private final Patience patience;
    private final Traffic traffic;
    private ChannelHandlerContext ctx;

    private int unanswered;
    private boolean ordinary;
    private boolean gone;
    private boolean last;
    private ByteBuf out;
    /** Is not read on until those before are answered, and their answers taken. */
    private ByteBuf held;
    /** The beginning of what may become a plain increment; is read on. */
    private ByteBuf begun;

    private boolean resumes;
    private ChannelPromise close;

    private final Arrivals arrivals = new Arrivals();
    private long lastRead = System.nanoTime();
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
        ctx.channel().config().setRecvByteBufAllocator(READS);
        patience.watch(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        lastRead = System.nanoTime();
        var in = (ByteBuf) message;
        if (held != null || !ctx.channel().isWritable()) {
            hold(in);
        } else if (begun == null) {
            take(in);
        } else {
            var more = begun;
            begun = null;
            take(Arrivals.joined(ctx.alloc(), more, in));
        }
    }

    private void take(ByteBuf in) {
        var next = ordinary ? PlainIncrement.OTHER : serve(in);
        if (!in.isReadable() || gone || last) {
            in.release();
        } else if (next == PlainIncrement.NOT_WHOLE) {
            keep(in);
        } else if (unanswered > 0 || !ctx.channel().isWritable()) {
            hold(in);
        } else {
            leaveToVertx(in);
        }
    }

    private int serve(ByteBuf in) {
        try {
            var length = PlainIncrement.length(in);
            while (length > 0 && unanswered < ahead() && served(in, length)) {
                in.skipBytes(length);
                arrivals.nothingBegun();
                length = PlainIncrement.length(in);
            }
            // Those that were turned away.
            send();
            return length;
        } catch (RuntimeException | OutOfMemoryError e) {
            fault(e);
            return PlainIncrement.OTHER;
        }
    }

    /** One that is to leave gets no more than what it asked before: else it would never have its last answer. */
    private int ahead() {
        return traffic.draining() || close != null ? 1 : AHEAD;
    }

    private boolean served(ByteBuf in, int length) {
        if (lane.ask(this)) {
            unanswered++;
            return true;
        }
        return unanswered == 0 && turnedAway(in.readableBytes() - length);
    }

    /** Too many wait, and nobody before it on this connection; false when the answers are not taken either. */
    private boolean turnedAway(int unread) {
        if (out == null) {
            out = ctx.alloc().buffer(ANSWER);
        } else if (out.readableBytes() > ctx.channel().bytesBeforeUnwritable()) {
            send();
            return ctx.channel().isWritable() && turnedAway(unread);
        }
        lane.turnedAway();
        lane.bytes().full(out, unread == 0 ? then() : Bytes.Then.GO_ON);
        return true;
    }

    /** As small as it is: ten thousand clients may have begun a request, and each read takes a page. */
    private void keep(ByteBuf in) {
        arrivals.begins(lastRead);
        begun = Arrivals.copied(in);
    }

    private void leaveToVertx(ByteBuf in) {
        if (!ordinary) {
            ordinary = true;
            arrivals.watch(ctx.pipeline());
        }
        arrivals.pass(ctx, in, lastRead);
    }

    /** Until what came before is answered, and taken. */
    private void hold(ByteBuf in) {
        // That it takes long is not the client's doing.
        arrivals.nothingBegun();
        if (held == null) {
            resumes = ctx.channel().config().isAutoRead();
            held = in;
        } else {
            held = Arrivals.joined(ctx.alloc(), held, in);
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
        unanswered--;
        if (gone) {
            return;
        }
        try {
            lane.bytes().number(written(), number, then());
        } catch (RuntimeException | OutOfMemoryError e) {
            fault(e);
        }
    }

    /** The next request has no number. */
    void fail(Problem problem) {
        unanswered--;
        if (gone) {
            return;
        }
        try {
            lane.response(problem.status());
            Bytes.problem(written(), problem, then());
        } catch (RuntimeException | OutOfMemoryError e) {
            fault(e);
        }
    }

    /** A client is told which answer is the last when the task stops; what it asked behind that is not counted. */
    private Bytes.Then then() {
        last = unanswered == 0 && traffic.draining();
        return last ? Bytes.Then.CLOSE : Bytes.Then.GO_ON;
    }

    private ByteBuf written() {
        if (out == null) {
            out = ctx.alloc().buffer(ANSWER);
            lane.toSend(this);
        }
        return out;
    }

    /** Sends what was written. */
    void send() {
        if (out == null) {
            return;
        }
        var answers = out;
        out = null;
        if (gone) {
            answers.release();
            return;
        }
        try {
            ctx.writeAndFlush(answers, ctx.voidPromise());
            afterwards();
        } catch (RuntimeException | OutOfMemoryError e) {
            fault(e);
        }
    }

    private void afterwards() {
        if (last) {
            closeWhenSent(ctx.newPromise());
        } else if (unanswered == 0 && close != null) {
            last = true;
            var promise = close;
            close = null;
            closeWhenSent(promise);
        } else {
            release();
        }
    }

    /** A close at once would throw away what the network has not taken yet. Who does not take it is cut. */
    private void closeWhenSent(ChannelPromise promise) {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> ctx.close(promise));
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
        gone = true;
        patience.forget(this);
        releaseAll();
        if (close != null) {
            ctx.close(close);
            close = null;
        }
        ctx.fireChannelInactive();
    }

    private void releaseAll() {
        for (var buffer : new ByteBuf[] {held, begun, out}) {
            if (buffer != null) {
                buffer.release();
            }
        }
        held = null;
        begun = null;
        out = null;
    }

    /** Of the network's troubles and of what it read itself Vert.x knows more. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (ordinary || cause instanceof IOException) {
            ctx.fireExceptionCaught(cause);
        } else {
            fault(cause);
        }
    }

    private void fault(Throwable why) {
        gone = true;
        patience.fault(why);
        cut();
    }

    /** Why it is to be cut, if it is. */
    Optional<Cut> due(long now, Limits limits) {
        if (unwritable != 0 && now - unwritable > limits.slow().toNanos()) {
            return Optional.of(Cut.SLOW_READER);
        }
        if (arrivals.takesLongerThan(limits.slow(), now)) {
            return Optional.of(Cut.SLOW_REQUEST);
        }
        return unanswered == 0 && now - lastRead > limits.idle().toNanos() ? Optional.of(Cut.IDLE) : Optional.empty();
    }

    void cut() {
        ctx.close();
    }
}
