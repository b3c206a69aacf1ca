package dev.skep.observed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RotationTest {
    @Test
    void aLabelThatSaysNothingHidesNoneThatDoes() {
        assertEquals(new Rotation(1, 4), rotation(key("often"), key("1.4")));
        assertEquals(Rotation.NONE, rotation(key("often")));
    }

    private static ObservedResource key(String label) {
        return new ObservedResource("id", 1, "key", Map.of(Labels.ROTATION_PREFIX + "incr", label), "");
    }

    private static Rotation rotation(ObservedResource... secrets) {
        var observed =
                new Observed(Instant.EPOCH, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(secrets));
        return Rotation.of("incr", observed);
    }
}
