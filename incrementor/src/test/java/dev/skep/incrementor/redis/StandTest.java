package dev.skep.incrementor.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.settings.HostPort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StandTest {
    private static final List<String> A = List.of("10.0.0.1", "6379");
    private static final List<String> B = List.of("10.0.0.2", "6379");

    @Test
    void whoWatchesItAndKnowsOfNothingIsForIt() {
        assertEquals(Stand.FOR, ofA(A, A, "master"));
    }

    @Test
    void whoNamesAnotherOrReplacesItOrIsAboutToIsAgainstIt() {
        assertEquals(Stand.AGAINST, ofA(B, B, "master"));
        assertEquals(Stand.AGAINST, ofA(A, A, "s_down,o_down,master"));
        assertEquals(Stand.AGAINST, ofA(A, A, "master,failover_in_progress"));
    }

    /** It waits for the others to follow A. */
    @Test
    void whoHasJustMadeItThePrimaryIsForItThoughItTellsOfTheOneBefore() {
        assertEquals(Stand.FOR, ofA(A, B, "s_down,o_down,master,failover_in_progress"));
    }

    @Test
    void whoKnowsNothingIsSilentAndSoIsWhoAloneTakesItForDown() {
        assertEquals(Stand.SILENT, ofA(A, A, "s_down,master"));
        assertEquals(Stand.SILENT, Stand.of(new HostPort("10.0.0.1", 6379), null, Map.of()));
    }

    @Test
    void oneThatIsAgainstItOutweighsAllThatAreForIt() {
        assertTrue(Stand.approve(List.of(Stand.FOR, Stand.FOR, Stand.SILENT), 3));
        assertFalse(Stand.approve(List.of(Stand.FOR, Stand.FOR, Stand.AGAINST), 3));
        assertFalse(Stand.approve(List.of(Stand.FOR, Stand.FOR, Stand.FOR, Stand.FOR, Stand.AGAINST), 5));
    }

    @Test
    void mostOfAllMustBeForItNotOnlyOfThoseThatAreHeard() {
        assertTrue(Stand.approve(List.of(Stand.FOR, Stand.FOR), 3));
        assertFalse(Stand.approve(List.of(Stand.FOR, Stand.SILENT, Stand.SILENT), 3));
        assertFalse(Stand.approve(List.of(Stand.FOR, Stand.FOR), 4));
        assertFalse(Stand.approve(List.of(), 3));
    }

    private static Stand ofA(List<String> named, List<String> watched, String flags) {
        var known = Map.of("ip", watched.getFirst(), "port", watched.getLast(), "flags", flags);
        return Stand.of(new HostPort("10.0.0.1", 6379), named, known);
    }
}
