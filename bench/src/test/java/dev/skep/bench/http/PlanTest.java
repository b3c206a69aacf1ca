package dev.skep.bench.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PlanTest {
    private static final int CONTENDERS = Contender.all().size();

    @Test
    void allOfItTakesAboutThirteenMinutesAndTheQuickOneAboutTwo() {
        assertTrue(
                all(Plan.FULL).compareTo(Duration.ofMinutes(13)) < 0,
                all(Plan.FULL).toString());
        assertTrue(
                all(Plan.QUICK).compareTo(Duration.ofSeconds(135)) < 0,
                all(Plan.QUICK).toString());
    }

    /** Else its instances are measured while they are still compiled. */
    @Test
    void tenInstancesOnTheSameProcessorsWarmUpTenTimesAsLong() {
        assertEquals(Plan.FULL.warmUp().multipliedBy(10), Plan.FULL.warmUp(10));
    }

    private static Duration all(Plan plan) {
        return plan.all(CONTENDERS).plus(plan.allOfTheApp());
    }
}
