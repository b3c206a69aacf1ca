package dev.skep.bench.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PlanTest {
    private static final int CONTENDERS = Contender.all().size();

    @Test
    void allOfItTakesAboutTenMinutesAndTheQuickOneUnderTwo() {
        assertTrue(Plan.FULL.all(CONTENDERS).compareTo(Duration.ofMinutes(12)) < 0);
        assertTrue(Plan.QUICK.all(CONTENDERS).compareTo(Duration.ofMinutes(2)) < 0);
    }
}
