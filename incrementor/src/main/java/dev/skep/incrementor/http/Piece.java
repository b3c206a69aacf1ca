package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;

/** Of what is read as much as no more than a few requests end in, however short they are. */
final class Piece {
    /** Two requests of the shortest; what has many empty lines and is no request is not cut smaller. */
    private static final int LEAST = 48;

    private Piece() {}

    /** Up to the next empty line. */
    static int length(ByteBuf in) {
        var begin = in.readerIndex();
        var end = in.writerIndex();
        var at = begin + LEAST;
        while (at < end) {
            if (in.getByte(at) == '\n' && endsAnEmptyLine(in, at)) {
                return at + 1 - begin;
            }
            at++;
        }
        return end - begin;
    }

    private static boolean endsAnEmptyLine(ByteBuf in, int at) {
        var before = in.getByte(at - 1);
        return before == '\n' || (before == '\r' && in.getByte(at - 2) == '\n');
    }
}
