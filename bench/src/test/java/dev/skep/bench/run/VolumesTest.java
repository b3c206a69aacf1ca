package dev.skep.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a benchmark leaves is removed where it is, and nobody else's. */
final class VolumesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.skep.volume.bench-0007-redis-1",
                "dev.skep.new.bench-0007-redis-1",
                "dev.skep.data.bench-0007-redis-1"
            })
    void whatANodeSaysOfAVolumeIsRemovedWithIt(String label) {
        assertTrue(Volumes.ofVolume(label, "bench-0007"));
        assertFalse(Volumes.ofVolume(label, "bench-0001"));
    }

    @Test
    void whatElseANodeIsLabelledWithStays() {
        assertFalse(Volumes.ofVolume("bench-0007-redis-1", "bench-0007"));
        assertFalse(Volumes.ofVolume("zone", "bench-0007"));
    }

    @Test
    void whereNobodyTellsOfEnginesThereIsThatOfTheMachine() {
        assertEquals(List.of("unix:///var/run/docker.sock"), Docker.engines(""));
        assertEquals(List.of("tcp://a:1", "tcp://b:2"), Docker.engines(" tcp://a:1 tcp://b:2\n"));
    }
}
