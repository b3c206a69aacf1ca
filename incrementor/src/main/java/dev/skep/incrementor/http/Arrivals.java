package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;

/** Since when a request of one connection has been on its way: it may not take for ever. */
final class Arrivals {
    /** Of Vert.x's decoder. */
    private static final String DECODER = "httpDecoder";

    /** What the decoder has at this moment, and has not read yet. */
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;

    private boolean begins;
    private long since;
    private long lastRead;

    /** Two reads as one; the second is gone, or part of it. */
    static ByteBuf joined(ByteBufAllocator allocator, ByteBuf first, ByteBuf second) {
        return ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, first, second);
    }

    /** In the heap, and not larger than it is. */
    static ByteBuf copied(ByteBuf in) {
        try {
            return Unpooled.copiedBuffer(in);
        } finally {
            in.release();
        }
    }

    void begins(long now) {
        if (!begins) {
            begins = true;
            since = now;
        }
    }

    void nothingBegun() {
        begins = false;
    }

    /** From now on what comes is Vert.x's. */
    void watch(ChannelPipeline pipeline) {
        ((ByteToMessageDecoder) pipeline.get(DECODER)).setCumulator((allocator, before, in) -> {
            rest = joined(allocator, before, in);
            // Until it has been looked at here: the decoder lets it go when it has read all, and a buffer is used
            // again.
            return rest.retain();
        });
        pipeline.addAfter(DECODER, null, new Seen());
    }

    void pass(ChannelHandlerContext from, ByteBuf in, long now) {
        begins(now);
        lastRead = now;
        from.fireChannelRead(in);
        rest.release();
        rest = Unpooled.EMPTY_BUFFER;
    }

    boolean takesLongerThan(Duration patience, long now) {
        return begins && now - since > patience.toNanos();
    }

    private final class Seen extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof LastHttpContent) {
                begins = false;
                if (rest.isReadable()) {
                    begins(lastRead);
                }
            }
            context.fireChannelRead(message);
        }
    }
}
