package dev.skep.bench.topologies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EffortTest {
    @Test
    void theAncestorsThreeComeFirst() {
        assertEquals(
                List.of("ancestor-1x1", "ancestor-10x1", "ancestor-10x10"),
                Effort.full().setups().stream().limit(3).map(Setup::name).toList());
    }

    @Test
    void eachIsMeasuredThreeTimesAtLeast() {
        assertTrue(Effort.full().visits() * Effort.full().repeats() >= 3);
        assertTrue(Effort.quick().visits() * Effort.quick().repeats() >= 3);
    }

    @Test
    void theTimeIsBounded() {
        assertTrue(
                Effort.full().expected(Earlier.none()).compareTo(Duration.ofMinutes(40)) < 0,
                Effort.full().expected(Earlier.none())::toString);
        assertTrue(
                Effort.quick().expected(Earlier.none()).compareTo(Duration.ofMinutes(3)) < 0,
                Effort.quick().expected(Earlier.none())::toString);
    }

    @Test
    void moreInstancesAreAskedByMoreWhereTheirScaleIsMeasured() {
        assertEquals(List.of(640), Effort.full().connections(Setup.thin(10)));
        assertEquals(List.of(64), Effort.full().connections(Setup.pinned(10)));
    }

    @Test
    void whoIsHeldToLittleIsAskedForLongEnoughToAnswer() {
        assertEquals(Duration.ofSeconds(5), Effort.quick().load(Setup.thin(1)));
        assertEquals(Duration.ofSeconds(1), Effort.quick().load(Setup.pinned(1)));
        assertEquals(Effort.full().load(), Effort.full().load(Setup.thin(1)));
    }

    @Test
    void aSetUpIsAManifest() {
        assertEquals("""
                # Written by skep bench topologies, which deletes it again.
                apiVersion: skep.dev/v1
                kind: Incrementor
                metadata: { name: bench-pinned }
                spec:
                  app:
                    image: skep/incrementor:1.0.0
                    replicas: 4
                    expose: { port: 18080 }
                    resources: { cpus: 0.25 }
                  redis: { mode: single, persistence: aof }
                """, Setup.pinned(4).text(18080));
    }
}
