package dev.skep.bench.topologies;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.bench.run.BenchException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is looked at before anything is made. */
class CircumstancesTest {
    @Test
    void whoIsNotRootIsToldHowToGoOn() {
        var user = List.of("Name:\tjava", "Uid:\t1000\t1000\t1000\t1000", "Gid:\t0\t0\t0\t0");

        var refused = assertThrows(BenchException.class, () -> TopologiesCommand.requireRoot(user));

        assertTrue(refused.getMessage().contains("sudo"), refused::getMessage);
        assertTrue(refused.getMessage().contains("--no-capture"), refused::getMessage);
    }

    @Test
    void whoActsAsRootMayCapture() {
        assertDoesNotThrow(() -> TopologiesCommand.requireRoot(List.of("Uid:\t1000\t0\t0\t0")));
    }

    @Test
    void aMachineThatIsBusyIsToldOf() {
        assertEquals(
                Optional.of(
                        "the machine is not idle: 0.5 of its 2 cores are busy with something else. It goes on, and the report will say so"),
                new Machine.Busy(0.5, 2).warning());
        assertEquals(Optional.empty(), new Machine.Busy(0.1, 2).warning());
    }

    @Test
    void nodesThatAreNotTheLabsAreNotLimited() {
        var nodes = new NodeCores(Optional.empty());

        assertDoesNotThrow(nodes::free);
        assertThrows(BenchException.class, () -> nodes.limitTo(0.5));
    }
}
