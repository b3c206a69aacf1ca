package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** The answers to plain increments, byte for byte as {@link Replies} says them. One event loop's own. */
final class Bytes {
    private static final int DIGITS = 20;

    /** By how long the body is. */
    private final byte[][] heads = new byte[DIGITS + 2][];

    private final byte[] number = new byte[DIGITS + 1];

    Bytes(String task) {
        for (var length = 0; length < heads.length; length++) {
            heads[length] = ascii("HTTP/1.1 200 OK\r\nSkep-Task: " + task
                    + "\r\ncontent-type: application/json\r\ncache-control: no-store\r\ncontent-length: " + length
                    + "\r\n\r\n");
        }
    }

    /** The counter's number. */
    void number(ByteBuf out, long value) {
        var begin = number.length;
        number[--begin] = '\n';
        // Of negative numbers there is one more, so they are what is worked on.
        var left = value < 0 ? value : -value;
        do {
            number[--begin] = (byte) ('0' - left % 10);
            left /= 10;
        } while (left != 0);
        if (value < 0) {
            number[--begin] = '-';
        }
        var length = number.length - begin;
        out.writeBytes(heads[length]);
        out.writeBytes(number, begin, length);
    }

    /** An error; of those that may be over in a moment also when to come again. */
    static void problem(ByteBuf out, Problem problem) {
        var body = problem.json().getBytes(StandardCharsets.UTF_8);
        out.writeBytes(ascii("HTTP/1.1 " + HttpResponseStatus.valueOf(problem.status())
                + (problem.status() == 503 ? "\r\nRetry-After: " + Replies.RETRY_SECONDS : "")
                + "\r\ncontent-type: " + Problem.MEDIA_TYPE + "\r\ncache-control: no-store\r\ncontent-length: "
                + body.length + "\r\n\r\n"));
        out.writeBytes(body);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
