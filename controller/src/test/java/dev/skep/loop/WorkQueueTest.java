package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is due when. */
final class WorkQueueTest {
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final WorkQueue queue = new WorkQueue(clock::get, new Random(1));

    @Test
    void aBurstOfWakeUpsCollapsesIntoOne() throws Exception {
        for (int i = 0; i < 100; i++) {
            queue.add("a", Duration.ZERO);
        }
        assertEquals(Set.of("a"), due());
        queue.done("a");
        assertEquals(Set.of(), due());
    }

    @Test
    void itsDepthTellsWhatIsDueWhatIsHandledAndWhatIsLeftAlone() throws Exception {
        queue.add("failed", Duration.ZERO);
        queue.add("handled", Duration.ZERO);
        assertEquals(Set.of("failed", "handled"), due());
        queue.failed("failed", BackOff.FAILED);
        queue.add("due", Duration.ZERO);
        queue.add("later", Duration.ofSeconds(9));
        assertEquals(new QueueDepth(1, 1, 1, 1), queue.depth());
        queue.wake("failed");
        assertEquals(new QueueDepth(2, 1, 0, 1), queue.depth());
    }

    @Test
    void whatIsWokenIsUrgentUntilSomebodyTakesIt() throws Exception {
        queue.add("hinted", Duration.ZERO);
        assertFalse(queue.urgent());
        queue.wake("edited");
        assertTrue(queue.urgent());
        due();
        assertFalse(queue.urgent());
        queue.wake("edited");
        assertFalse(queue.urgent(), "it is being handled");
        queue.done("edited");
        assertTrue(queue.urgent());
    }

    @Test
    void allThatIsDueIsHandedOutTogether() throws Exception {
        queue.add("a", Duration.ZERO);
        queue.add("b", Duration.ofSeconds(1));
        queue.add("c", Duration.ofSeconds(2));
        pass(Duration.ofSeconds(1));
        assertEquals(Set.of("a", "b"), due());
    }

    @Test
    void theEarlierOfTwoTimesCounts() throws Exception {
        queue.add("a", Duration.ofSeconds(1));
        queue.add("a", Duration.ofSeconds(9));
        pass(Duration.ofSeconds(1));
        assertEquals(Set.of("a"), due());
    }

    @Test
    void aNameIsNeverHandedOutTwiceAtOnce() throws Exception {
        queue.add("a", Duration.ZERO);
        assertEquals(Set.of("a"), due());
        queue.add("a", Duration.ZERO);
        assertEquals(Set.of(), due());
        assertEquals(Set.of(), queue.claim(Set.of("a")));
        queue.done("a");
        assertEquals(Set.of("a"), due(), "what came meanwhile is not lost");
    }

    @Test
    void againComesBackAfterAWhile() throws Exception {
        queue.add("a", Duration.ZERO);
        due();
        queue.again("a", Duration.ofSeconds(5));
        pass(Duration.ofSeconds(4));
        assertEquals(Set.of(), due());
        pass(Duration.ofSeconds(1));
        assertEquals(Set.of("a"), due());
    }

    @Test
    void failuresComeBackLaterAndLaterUpToHalfAMinute() throws Exception {
        long limit = Duration.ofMillis(250).toNanos();
        for (int failure = 1; failure <= 40; failure++) {
            var delay = queue.failed("a", BackOff.FAILED).after();
            assertTrue(delay.toNanos() >= limit / 2 && delay.toNanos() <= limit, failure + ": " + delay);
            assertEquals(Set.of(), due());
            pass(delay);
            assertEquals(Set.of("a"), due());
            limit = Math.min(limit * 2, Duration.ofSeconds(30).toNanos());
        }
    }

    @Test
    void jitterKeepsNamesThatFailTogetherApart() {
        var delays = new java.util.HashSet<Duration>();
        for (int i = 0; i < 50; i++) {
            delays.add(queue.failed("name" + i, BackOff.FAILED).after());
        }
        assertTrue(delays.size() > 40, delays.toString());
    }

    @Test
    void successForgetsTheFailures() {
        for (int i = 0; i < 10; i++) {
            queue.failed("a", BackOff.FAILED);
        }
        queue.done("a");
        assertEquals(1, queue.failed("a", BackOff.FAILED).failures());
    }

    @Test
    void wakingForgetsTheFailuresAndMakesItDueNow() throws Exception {
        for (int i = 0; i < 10; i++) {
            queue.failed("a", BackOff.FAILED);
        }
        queue.wake("a");
        assertEquals(Set.of("a"), due());
        assertEquals(1, queue.failed("a", BackOff.FAILED).failures());
    }

    @Test
    void claimTakesWhoIsFreeButNotWhoWaitsAfterAFailure() throws Exception {
        var delay = queue.failed("failed", BackOff.FAILED).after();
        queue.add("later", Duration.ofHours(1));
        assertEquals(Set.of("later", "new"), queue.claim(Set.of("failed", "later", "new")));
        assertEquals(Set.of(), due(), "what was claimed is in flight and due no more");
        pass(delay);
        assertEquals(Set.of("failed"), queue.claim(Set.of("failed")));
    }

    @Test
    void oneThatWaitsIsWokenByWhatComes() throws Exception {
        var real = new WorkQueue(System::nanoTime, new Random(1));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var taken = threads.submit(() -> real.take(Duration.ofSeconds(30)));
            real.add("a", Duration.ZERO);
            assertEquals(Set.of("a"), taken.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aHintThatCameMeanwhileDoesNotHastenWhatFailed() throws Exception {
        queue.add("a", Duration.ZERO);
        due();
        queue.add("a", Duration.ZERO);
        queue.claim(Set.of("a"));
        var delay = queue.failed("a", BackOff.FAILED).after();
        queue.add("a", Duration.ZERO);
        assertEquals(Set.of(), due());
        pass(delay);
        assertEquals(Set.of("a"), due());
    }

    @Test
    void aWakeUpThatCameMeanwhileDoes() throws Exception {
        queue.add("a", Duration.ZERO);
        due();
        queue.wake("a");
        assertEquals(Duration.ZERO, queue.failed("a", BackOff.FAILED).after());
        assertEquals(Set.of("a"), due());
    }

    @Test
    void whatNothingWasTriedForKeepsItsFailures() throws Exception {
        queue.failed("a", BackOff.FAILED);
        queue.postpone("a", Duration.ZERO);
        assertEquals(Set.of("a"), due());
        assertEquals(2, queue.failed("a", BackOff.FAILED).failures());
        queue.again("a", Duration.ZERO);
        assertEquals(1, queue.failed("a", BackOff.FAILED).failures());
    }

    @Test
    void atRestOnlyWhatIsWokenIsHandedOutAndAllThatIsDueWithIt() throws Exception {
        queue.rest(Duration.ofSeconds(1));
        queue.add("polled", Duration.ZERO);
        assertEquals(Set.of(), due());
        queue.wake("edited");
        assertEquals(Set.of("edited", "polled"), due());
        queue.add("later", Duration.ZERO);
        pass(Duration.ofSeconds(1));
        assertEquals(Set.of("later"), due());
    }

    @Test
    void whoCatchesUpWithWhatWasWokenMeanwhileIsHandedItNoMore() throws Exception {
        queue.wake("a");
        assertEquals(Set.of("a"), due());
        assertFalse(queue.catchUp("a"), "it is in hand, and was not woken since");
        queue.wake("a");
        assertTrue(queue.catchUp("a"));
        queue.done("a");
        assertEquals(Set.of(), due());
        assertFalse(queue.catchUp("a"));
    }

    @Test
    void idleIsWhenAllIsGivenBack() throws Exception {
        assertTrue(queue.awaitIdle(Duration.ZERO));
        queue.add("a", Duration.ZERO);
        due();
        assertFalse(queue.awaitIdle(Duration.ofMillis(1)));
        queue.failed("a", BackOff.FAILED);
        assertTrue(queue.awaitIdle(Duration.ZERO));
    }

    private Set<String> due() throws InterruptedException {
        return queue.take(Duration.ZERO);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
