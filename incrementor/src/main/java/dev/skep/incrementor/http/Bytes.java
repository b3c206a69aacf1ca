package dev.skep.incrementor.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The answers to plain increments, byte for byte as {@link Replies} says them. One event loop's own. */
final class Bytes {
    /** What becomes of the connection. */
    enum Then {
        GO_ON(""),
        CLOSE("connection: close\r\n");

        private final String header;

        Then(String header) {
            this.header = header;
        }
    }

    private static final int DIGITS = 20;
    private static final byte[] FULL = problem(Replies.FULL, Then.GO_ON);
    private static final byte[] FULL_AND_LAST = problem(Replies.FULL, Then.CLOSE);

    /** By how long the body is. */
    private final byte[][] heads;

    private final byte[][] lastHeads;
    private final byte[] number = new byte[DIGITS + 1];

    Bytes(String task) {
        heads = heads(task, Then.GO_ON);
        lastHeads = heads(task, Then.CLOSE);
    }

    private static byte[][] heads(String task, Then then) {
        return IntStream.range(0, DIGITS + 2)
                .mapToObj(length -> ascii("HTTP/1.1 200 OK\r\nSkep-Task: " + task
                        + "\r\ncontent-type: application/json\r\ncache-control: no-store\r\n" + then.header
                        + "content-length: " + length + "\r\n\r\n"))
                .toArray(byte[][]::new);
    }

    /** The counter's number. */
    void number(ByteBuf out, long value, Then then) {
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
        out.writeBytes((then == Then.GO_ON ? heads : lastHeads)[length]);
        out.writeBytes(number, begin, length);
    }

    /** An error. */
    static void problem(ByteBuf out, Problem problem, Then then) {
        out.writeBytes(problem(problem, then));
    }

    /** {@link Replies#FULL}, which comes as often as clients ask. */
    void full(ByteBuf out, Then then) {
        out.writeBytes(then == Then.GO_ON ? FULL : FULL_AND_LAST);
    }

    /** Of those that may be over in a moment also when to come again. */
    private static byte[] problem(Problem problem, Then then) {
        var body = problem.json().getBytes(StandardCharsets.UTF_8);
        var head = ascii("HTTP/1.1 " + HttpResponseStatus.valueOf(problem.status())
                + (problem.status() == 503 ? "\r\nRetry-After: " + Replies.RETRY_SECONDS : "")
                + "\r\ncontent-type: " + Problem.MEDIA_TYPE + "\r\ncache-control: no-store\r\n" + then.header
                + "content-length: " + body.length + "\r\n\r\n");
        var whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
