package dev.skep.incrementor.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.settings.HostPort;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpinionTest {
    private static final HostPort OLD = new HostPort("10.0.0.1", 6379);
    private static final HostPort NEW = new HostPort("10.0.0.2", 6379);
    private static final Opinion NAMES_OLD = new Opinion.Names(OLD);
    private static final Opinion NAMES_NEW = new Opinion.Names(NEW);
    private static final Opinion SILENT = new Opinion.Silent(new RedisFailure(Kind.UNREACHABLE, "gone", null));

    @Test
    void whomMostNameComesFirstAndTheOtherAfterwards() {
        assertEquals(List.of(NEW, OLD), Opinion.byVotes(List.of(NAMES_OLD, NAMES_NEW, NAMES_NEW)));
        assertEquals(List.of(OLD), Opinion.byVotes(List.of(SILENT, NAMES_OLD, SILENT)));
        assertEquals(List.of(), Opinion.byVotes(List.of(SILENT)));
    }

    @Test
    void theyAgreeWhenMoreThanHalfOfAllSentinelsNameTheSame() {
        assertTrue(Opinion.agreed(List.of(NAMES_NEW, NAMES_NEW), 3));
        assertFalse(Opinion.agreed(List.of(NAMES_NEW, NAMES_OLD), 3));
        assertFalse(Opinion.agreed(List.of(NAMES_NEW, NAMES_NEW), 4));
        assertFalse(Opinion.agreed(List.of(SILENT, SILENT, SILENT), 3));
    }

    @Test
    void mostAreHeardWhenMoreThanHalfOfAllSentinelsNameSomebodyThoughTheyDiffer() {
        assertTrue(Opinion.heard(List.of(NAMES_NEW, NAMES_OLD), 3));
        assertFalse(Opinion.heard(List.of(NAMES_NEW, SILENT), 3));
        assertFalse(Opinion.heard(List.of(NAMES_NEW, NAMES_OLD), 5));
    }
}
