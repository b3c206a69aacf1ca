package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;

/**
 * Stands behind {@link Express} once a connection is Vert.x's, and gives it what was read a few requests at a time: Vert.x
 * answers all that it gets at once, and would keep megabytes of answers that nobody takes.
 */
final class VertxIntake extends ChannelDuplexHandler {
    private static final int PIECES_AT_ONCE = 4;

    private final Arrivals arrivals;
    private Held held;
    private boolean over;

    VertxIntake(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        held = new Held(context);
        arrivals.watch(context.pipeline());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        if (!held.any()) {
            give(context, in);
        }
        if (in.isReadable() && !over) {
            hold(in);
        } else {
            in.release();
        }
    }

    private void give(ChannelHandlerContext context, ByteBuf in) {
        for (var pieces = 1; in.isReadable() && isTaken(context); pieces++) {
            arrivals.pass(context, in.readRetainedSlice(Piece.length(in)), System.nanoTime());
            if (pieces % PIECES_AT_ONCE == 0) {
                // What it answered goes out, and it may say that it has enough.
                context.fireChannelReadComplete();
            }
        }
    }

    private boolean isTaken(ChannelHandlerContext context) {
        var channel = context.channel();
        return channel.isWritable() && channel.config().isAutoRead() && channel.isActive() && !over;
    }

    private void hold(ByteBuf in) {
        // That it takes long is not the client's doing.
        arrivals.nothingBegun();
        held.hold(in);
    }

    private void resume(ChannelHandlerContext context) {
        if (held.any() && held.wanted() && context.channel().isWritable()) {
            channelRead(context, held.take());
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        resume(context);
    }

    /** Vert.x wants more, and gets first what is held; not at once, for it may be in the midst of an answer. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (!held.any()) {
            context.read();
        } else if (held.asked()) {
            context.executor().execute(() -> resume(context));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        context.fireChannelInactive();
    }

    /** Nothing can be answered any more. */
    void end() {
        over = true;
        held.release();
    }
}
