package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.skep.desired.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How values of the engine's API are told. */
final class ValuesTest {
    @ParameterizedTest
    @CsvSource({"0, no limit", "134217728, 128Mi", "1610612736, 1536Mi", "2199023255552, 2Ti", "1024, 1Ki", "1000, 1000"
    })
    void sizesHaveTheLargestUnitThatFits(long bytes, String text) {
        assertEquals(text, Values.size(number(bytes)));
    }

    @ParameterizedTest
    @CsvSource({"0, no limit", "500000000, 0.5", "2000000000, 2", "10000000000, 10", "10000000, 0.01"})
    void cpusAreCores(long nanos, String text) {
        assertEquals(text, Values.cpus(number(nanos)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "500000000, 500ms", "3000000000, 3s", "90000000000, 90s", "120000000000, 2m"})
    void durationsAreAsAManifestWritesThem(long nanos, String text) {
        assertEquals(text, Values.duration(number(nanos)));
    }

    @Test
    void aDigestIsShortened() {
        assertEquals(
                "a/b:1@sha256:0123456789ab…",
                Values.image(TextNode.valueOf("a/b:1@sha256:" + "0123456789ab".repeat(5) + "cdef")));
        assertEquals("a/b:1", Values.image(TextNode.valueOf("a/b:1")));
    }

    @Test
    void whatIsNotThereIsNone() {
        assertEquals("(none)", Values.plain(MissingNode.getInstance()));
        assertEquals("(none)", Values.plain(Json.object("a", List.of()).get("a")));
        assertEquals("x, 2", Values.plain(Json.object("a", List.of("x", 2)).get("a")));
    }

    private static JsonNode number(long value) {
        return LongNode.valueOf(value);
    }
}
