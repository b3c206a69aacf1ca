package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.status.Condition;
import dev.skep.status.Condition.State;
import dev.skep.status.ManifestStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is waited for, and when waiting is of no use. */
final class WaitForTest {
    private static final WaitFor.Reached READY = new WaitFor.Reached(Condition.Type.READY, State.TRUE);

    @ParameterizedTest
    @ValueSource(strings = {"RolledBack", "RolloutFailed", "RollbackFailed"})
    void whatEndsOnlyWithAnotherManifestIsNotWaitedFor(String reason) {
        var status = because(reason);
        assertEquals(Optional.of("Ready=False, " + reason + ": no such image"), READY.hopeless(status));
        assertEquals(Optional.empty(), new WaitFor.Reached(Condition.Type.READY, State.FALSE).hopeless(status));
        assertEquals(Optional.empty(), new WaitFor.Reached(Condition.Type.REDIS_HEALTHY, State.TRUE).hopeless(status));
    }

    /** A node comes back, a volume is put back, a rollout goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"RollingOut", "NoNode", "DataMissing", "VolumeLost", "ImageUnavailable"})
    void whatMayEndByItselfIsWaitedFor(String reason) {
        assertEquals(Optional.empty(), READY.hopeless(because(reason)));
        assertEquals(List.of("a task"), READY.missing(because(reason)));
    }

    @Test
    void whatIsReachedMissesNothing() {
        assertEquals(List.of(), new WaitFor.Reached(Condition.Type.READY, State.FALSE).missing(because("RollingOut")));
    }

    private static ManifestStatus because(String reason) {
        var conditions = Stream.of(Condition.Type.values())
                .map(t -> new Condition(t, State.FALSE, reason, "no such image", Optional.empty(), 1))
                .toList();
        return new ManifestStatus(
                "incr",
                Optional.empty(),
                Instant.EPOCH,
                1,
                conditions,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of("a task"));
    }
}
