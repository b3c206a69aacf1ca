package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Hashes tell trees apart. */
final class JsonTest {
    @Test
    void theOrderOfFieldsDoesNotMatter() {
        assertEquals(Json.hash(Json.object("a", 1, "b", 2)), Json.hash(Json.object("b", 2, "a", 1)));
    }

    @Test
    void theOrderOfAListMatters() {
        assertNotEquals(Json.hash(Json.object("a", List.of("x", "y"))), Json.hash(Json.object("a", List.of("y", "x"))));
    }

    @Test
    void aValueMatters() {
        assertNotEquals(Json.hash(Json.object("a", 1)), Json.hash(Json.object("a", 2)));
        assertNotEquals(Json.hash(Json.object("a", 1)), Json.hash(Json.object("a", "1")));
    }
}
