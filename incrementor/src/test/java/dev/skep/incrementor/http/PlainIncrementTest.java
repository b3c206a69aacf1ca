package dev.skep.incrementor.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainIncrementTest {
    private static final String PLAIN = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                PLAIN,
                "GET / HTTP/1.1\r\nhost: a:8080\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n\r\n",
                "GET / HTTP/1.1\r\nUser-Agent: x\r\nHOST:a\r\nX-Forwarded-For: 10.0.0.1\r\nAccept: \t\u00e4\r\n\r\n",
            })
    void isWhatChangesNothing(String request) {
        assertEquals(request.length(), length(request));
        assertEquals(request.length(), length(request + PLAIN), "the next one is not looked at");
    }

    /** Wherever a read ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                PLAIN,
                "GET / HTTP/1.1\r\nHostess: b\r\nUser-Agent: curl/8.5.0\r\nhost: a:8080\r\nx:\r\n\r\n",
            })
    void isWaitedForUntilItIsWhole(String request) {
        for (var length = 0; length < request.length(); length++) {
            assertEquals(PlainIncrement.NOT_WHOLE, length(request.substring(0, length)), length + " bytes of it");
        }
        assertEquals(request.length(), length(request));
    }

    @Test
    void isNotWaitedForWhenItIsTooLong() {
        var begin = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        assertEquals(PlainIncrement.NOT_WHOLE, length(begin + "x".repeat(2047 - begin.length())));
        assertEquals(PlainIncrement.OTHER, length(begin + "x".repeat(2048 - begin.length())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /counter HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHostess: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHosts: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: y\rz\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\rx",
                "GET /c",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\ncONTENT-Length: 5\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n",
            })
    void isNothingElse(String request) {
        assertEquals(PlainIncrement.OTHER, length(request));
    }

    private static int length(String request) {
        return PlainIncrement.length(Unpooled.copiedBuffer(request, StandardCharsets.ISO_8859_1));
    }
}
