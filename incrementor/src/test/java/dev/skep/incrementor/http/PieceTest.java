package dev.skep.incrementor.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PieceTest {
    private static final String ONE = "GET /metrics HTTP/1.1\r\nHost: a\r\nUser-Agent: curl/8.5.0\r\n\r\n";
    private static final String SHORT = "GET / HTTP/1.1\r\n\r\n";

    @Test
    void isARequest() {
        assertEquals(List.of(ONE, ONE, ONE), pieces(ONE.repeat(3)));
    }

    @Test
    void isWhatThereIs() {
        assertEquals(List.of(ONE, ONE.substring(0, 50)), pieces(ONE + ONE.substring(0, 50)));
        assertEquals(List.of("GET"), pieces("GET"));
    }

    @Test
    void isAFewIfTheyAreShort() {
        assertEquals(List.of(SHORT.repeat(3), SHORT.repeat(3), SHORT), pieces(SHORT.repeat(7)));
    }

    @Test
    void mayEndInABareLineFeed() {
        var bare = ONE.replace("\r", "");
        assertEquals(List.of(bare, bare), pieces(bare.repeat(2)));
    }

    private static List<String> pieces(String bytes) {
        var in = Unpooled.copiedBuffer(bytes, StandardCharsets.US_ASCII);
        var pieces = new ArrayList<String>();
        while (in.isReadable()) {
            pieces.add(in.readString(Piece.length(in), StandardCharsets.US_ASCII));
        }
        return pieces;
    }
}
