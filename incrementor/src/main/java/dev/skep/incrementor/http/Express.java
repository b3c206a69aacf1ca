package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
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
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(8 << 10, 16 << 10);

    /** What one read may bring is answered before anybody looks at whether the answers are taken. */
    private static final AdaptiveRecvByteBufAllocator READS = new AdaptiveRecvByteBufAllocator(256, 1 << 10, 8 << 10);

    private final Lane lane;
    private final Patience patience;
    private final Traffic traffic;
    private ChannelHandlerContext ctx;

    private int unanswered;
    /** Since the connection is Vert.x's. */
    private Optional<VertxIntake> intake = Optional.empty();

    private boolean gone;
    private boolean last;
    private boolean leaves;
    private Answers answers;
    /** Until those before are answered, and their answers taken. */
    private Held held;
    /** The beginning of what may become a plain increment; is read on. */
    private ByteBuf begun;

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
        held = new Held(ctx);
        answers = new Answers(lane);
        ctx.channel().config().setWriteBufferWaterMark(UNSENT);
        ctx.channel().config().setRecvByteBufAllocator(READS);
        patience.watch(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        if (gone || leaves) {
            in.release();
            return;
        }
        lastRead = System.nanoTime();
        if (intake.isPresent()) {
            ctx.fireChannelRead(in);
        } else if (held.any() || !ctx.channel().isWritable()) {
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
        var next = serve(in);
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
        if (answers.length() > ctx.channel().bytesBeforeUnwritable()) {
            send();
            return ctx.channel().isWritable() && turnedAway(unread);
        }
        lane.turnedAway();
        answers.full(ctx, unread == 0 ? then() : Bytes.Then.GO_ON);
        return true;
    }

    /** As small as it is: ten thousand clients may have begun a request, and each read takes a page. */
    private void keep(ByteBuf in) {
        arrivals.begins(lastRead);
        begun = Arrivals.copied(in);
    }

    private void leaveToVertx(ByteBuf in) {
        intake = Optional.of(new VertxIntake(arrivals));
        ctx.pipeline().addAfter(ctx.name(), null, intake.get());
        ctx.fireChannelRead(in);
    }

    /** Until what came before is answered, and taken. */
    private void hold(ByteBuf in) {
        // That it takes long is not the client's doing.
        arrivals.nothingBegun();
        held.hold(in);
    }

    private void release() {
        if (held.any() && unanswered == 0 && ctx.channel().isWritable()) {
            channelRead(ctx, held.take());
            channelReadComplete(ctx);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (intake.isPresent()) {
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
            toSend();
            answers.number(ctx, number, then());
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
            toSend();
            answers.problem(ctx, problem, then());
        } catch (RuntimeException | OutOfMemoryError e) {
            fault(e);
        }
    }

    /** A client is told which answer is the last when the task stops; what it asked behind that is not counted. */
    private Bytes.Then then() {
        last = unanswered == 0 && traffic.draining();
        return last ? Bytes.Then.CLOSE : Bytes.Then.GO_ON;
    }

    private void toSend() {
        if (answers.none()) {
            lane.toSend(this);
        }
    }

    /** Sends what was written. */
    void send() {
        if (answers.none()) {
            return;
        }
        if (gone) {
            answers.release();
            return;
        }
        try {
            answers.send(ctx);
            afterwards();
        } catch (RuntimeException | OutOfMemoryError e) {
            fault(e);
        }
    }

    private void afterwards() {
        if (last) {
            leave(ctx.newPromise());
        } else if (unanswered == 0 && close != null) {
            last = true;
            var promise = close;
            close = null;
            leave(promise);
        } else {
            release();
        }
    }

    private void leave(ChannelPromise promise) {
        ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
        if (!leaves) {
            leaves = true;
            releaseRead();
            var limits = patience.limits();
            // Whoever does not take its answers does not hold up a task that stops.
            Farewell.say(ctx, traffic.draining() ? limits.parting() : limits.slow(), limits.parting());
        }
    }

    /** Nothing comes behind the last answer. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (leaves) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
        } else {
            ctx.write(message, promise);
        }
    }

    /** Vert.x knows nothing of what is answered here, and closes what it takes for idle when the server stops. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (unanswered > 0 && ctx.channel().isActive()) {
            close = promise;
        } else if (ctx.channel().isActive()) {
            leave(promise);
        } else {
            ctx.close(promise);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone = true;
        patience.forget(this);
        releaseRead();
        answers.release();
        if (close != null) {
            ctx.close(close);
            close = null;
        }
        ctx.fireChannelInactive();
    }

    private void releaseRead() {
        intake.ifPresent(VertxIntake::end);
        held.release();
        if (begun != null) {
            begun.release();
            begun = null;
        }
    }

    /** Of the network's troubles and of what it read itself Vert.x knows more. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (intake.isPresent() || cause instanceof IOException) {
            ctx.fireExceptionCaught(cause);
        } else {
            fault(cause);
        }
    }

    /** An answer could not be written, here or by Vert.x. */
    void fault(Throwable why) {
        gone = true;
        patience.fault(why);
        cut();
    }

    /** Why it is to be cut, if it is. */
    Optional<Cut> due(long now) {
        var limits = patience.limits();
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
