package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** What was read of one connection and is not to be looked at yet. Meanwhile no more is read. */
final class Held {
    private final ChannelHandlerContext ctx;
    private ByteBuf bytes;
    /** Whether who reads behind this one wants more at all. */
    private boolean wanted;

    Held(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    boolean any() {
        return bytes != null;
    }

    boolean wanted() {
        return wanted;
    }

    void hold(ByteBuf in) {
        if (bytes == null) {
            wanted = ctx.channel().config().isAutoRead();
            bytes = in;
        } else {
            bytes = Arrivals.joined(ctx.alloc(), bytes, in);
        }
        ctx.channel().config().setAutoRead(false);
    }

    /** Who reads behind this one asks for more: what is held comes first. True when it had not wanted any before. */
    boolean asked() {
        if (!ctx.channel().config().isAutoRead()) {
            return false;
        }
        ctx.channel().config().setAutoRead(false);
        wanted = true;
        return true;
    }

    /** Gives it away; whoever holds again, here or in Vert.x, has the last word. */
    ByteBuf take() {
        var in = bytes;
        bytes = null;
        ctx.channel().config().setAutoRead(true);
        return in;
    }

    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }
}
