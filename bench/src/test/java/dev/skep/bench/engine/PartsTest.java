package dev.skep.bench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.bench.run.BenchException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartsTest {
    private final List<String> told = new ArrayList<>();
    private final List<String> measured = new ArrayList<>();
    private final List<List<String>> kept = new ArrayList<>();

    @Test
    void allPartsAreMeasuredAndKeptTogether() throws Exception {
        measure(part("scale"), part("race"));

        assertEquals(List.of("scale", "race"), told);
        assertEquals(List.of(List.of("scale", "race")), kept);
    }

    @Test
    void whatWasMeasuredBeforeAPartThatFailsIsKept() {
        var race = new Parts.Part("race", () -> {
            throw new BenchException("the swarm does not follow");
        });

        var failure = assertThrows(BenchException.class, () -> measure(part("scale"), race, part("never")));

        assertEquals("the swarm does not follow", failure.getMessage());
        assertEquals(List.of("scale", "race"), told);
        assertEquals(List.of(List.of("scale")), kept);
    }

    private Parts.Part part(String what) {
        return new Parts.Part(what, () -> measured.add(what));
    }

    private void measure(Parts.Part... parts) throws Exception {
        Parts.measure(List.of(parts), told::add, () -> kept.add(List.copyOf(measured)));
    }
}
