package dev.skep.incrementor.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private static Stand ofA(List<String> named, List<String> watched, String flags) {
        var known = Map.of("ip", watched.getFirst(), "port", watched.getLast(), "flags", flags);
        return Stand.of(new HostPort("10.0.0.1", 6379), named, known);
    }
}
