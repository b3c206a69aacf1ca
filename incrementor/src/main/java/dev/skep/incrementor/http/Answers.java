package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;

/** The answers of one connection that are written and not sent yet. Those that are sent are counted. */
// What fails ends the connection, and channelInactive tells of that.
@SuppressWarnings("FutureReturnValueIgnored")
final class Answers {
    private static final int USUAL = 192;

    private final Lane lane;
    private List<Problem> problems = new ArrayList<>(0);
    private int numbers;
    private ByteBuf bytes;

    Answers(Lane lane) {
        this.lane = lane;
    }

    boolean none() {
        return bytes == null;
    }

    int length() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    void number(ChannelHandlerContext to, long value, Bytes.Then then) {
        lane.bytes().number(space(to), value, then);
        numbers++;
    }

    void problem(ChannelHandlerContext to, Problem problem, Bytes.Then then) {
        Bytes.problem(space(to), problem, then);
        problems.add(problem);
    }

    /** {@link Replies#FULL}. */
    void full(ChannelHandlerContext to, Bytes.Then then) {
        lane.bytes().full(space(to), then);
        problems.add(Replies.FULL);
    }

    private ByteBuf space(ChannelHandlerContext to) {
        if (bytes == null) {
            bytes = to.alloc().buffer(USUAL);
        }
        return bytes;
    }

    /** Sends them; what cannot be written ends the connection, and is not counted. */
    void send(ChannelHandlerContext to) {
        var all = bytes;
        bytes = null;
        to.writeAndFlush(all, to.voidPromise());
        if (to.channel().isActive()) {
            lane.sent(numbers, problems);
        }
        forget();
    }

    void release() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
        forget();
    }

    private void forget() {
        numbers = 0;
        if (!problems.isEmpty()) {
            // No longer than it has to be: ten thousand connections may have been turned away.
            problems = new ArrayList<>(0);
        }
    }
}
