package dev.skep.incrementor.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection when its last answer is written. To close it while more comes would reset it, and its client
 * might never read that answer. So the client is told that nothing more comes, and what it still says is thrown away,
 * until it closes too or a moment is over.
 */
// What fails ends the connection, and channelInactive tells of that.
@SuppressWarnings("FutureReturnValueIgnored")
final class Farewell {
    private Farewell() {}

    /**
     * Says it when all is sent. What is read from now on is nobody's.
     *
     * @param longest until the connection is closed, whatever the client does
     * @param moment likewise, from when all is sent
     */
    static void say(ChannelHandlerContext ctx, Duration longest, Duration moment) {
        closeIn(ctx, longest);
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (sent.isSuccess() && ctx.channel() instanceof DuplexChannel channel) {
                closeIn(ctx, moment);
                channel.shutdownOutput();
                channel.config().setAutoRead(true);
            } else {
                ctx.close();
            }
        });
    }

    private static void closeIn(ChannelHandlerContext ctx, Duration time) {
        var over = ctx.executor().schedule(() -> ctx.close(), time.toMillis(), TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> over.cancel(false));
    }
}
