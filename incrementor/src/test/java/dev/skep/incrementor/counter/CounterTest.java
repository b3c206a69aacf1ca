package dev.skep.incrementor.counter;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skep.incrementor.counter.FakeRedis.Fault;
import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.counter.RedisLink.Change;
import dev.skep.incrementor.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class CounterTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(60);

    private final FakeRedis redis = new FakeRedis();
    private final Metrics metrics = new Metrics();
    private Counter counter;

    @AfterEach
    void end() {
        redis.release();
        counter.close();
    }

    @Test
    void requestsThatWaitTogetherAreOneBatchAndEachGetsANumberOfItsOwn() throws Exception {
        counter = counter(LONG, 1000);
        var first = askWhileHeld(Operation.INCREMENT);
        var waiting = ask(Operation.INCREMENT, 100);
        redis.release();

        assertEquals(1, number(first));
        assertEquals(LongStream.rangeClosed(2, 101).boxed().toList(), numbers(waiting));
        assertEquals(List.of(new Change.Add(1), new Change.Add(100)), redis.applied());
    }

    @Test
    void aResetStandsBetweenWhatCameBeforeAndWhatCameAfter() throws Exception {
        counter = counter(LONG, 1000);
        var requests = new ArrayList<CompletableFuture<Outcome>>();
        requests.add(askWhileHeld(Operation.INCREMENT));
        for (var operation : List.of(
                Operation.INCREMENT, Operation.RESET, Operation.INCREMENT, Operation.INCREMENT, Operation.READ)) {
            requests.add(counter.ask(operation));
        }
        redis.release();

        assertEquals(List.of(1L, 2L, 0L, 1L, 2L, 2L), numbers(requests));
    }

    @Test
    void aReadSeesEveryIncrementThatWasAnsweredBefore() throws Exception {
        counter = counter(LONG, 1000);
        for (var expected = 1; expected <= 50; expected++) {
            assertEquals(expected, number(counter.ask(Operation.INCREMENT)));
            assertEquals(expected, number(counter.ask(Operation.READ)));
        }
    }

    static Stream<Arguments> cuts() {
        return Stream.of(Fault.CUT_BEFORE_EFFECT, Fault.CUT_AFTER_EFFECT).flatMap(fault -> Stream.of(0, 1, 4, 9)
                .flatMap(after -> Stream.of(1, 3).map(times -> Arguments.of(fault, after, times))));
    }

    @ParameterizedTest(name = "{0} after {1} batches, {2} times")
    @MethodSource("cuts")
    void nothingIsLostOrDoubledWhereverTheLinkIsCut(Fault fault, int after, int times) throws Exception {
        counter = counter(LONG, 1000);
        redis.faults(Collections.nCopies(after, Fault.NONE));
        redis.faults(Collections.nCopies(times, fault));

        for (var batch = 0; batch < 10; batch++) {
            var begin = batch * 7L;
            var numbers = numbers(ask(Operation.INCREMENT, 7)).stream().sorted().toList();
            assertEquals(LongStream.rangeClosed(begin + 1, begin + 7).boxed().toList(), numbers);
        }
        assertEquals(70, redis.value());
    }

    @Test
    void aResetWhoseAnswerWasLostDoesNotWipeWhatOthersCountedSince() throws Exception {
        counter = counter(LONG, 1000);
        numbers(ask(Operation.INCREMENT, 3));
        redis.faults(List.of(Fault.CUT_AFTER_EFFECT));
        redis.afterCut(() -> redis.add(5));

        assertEquals(0, number(counter.ask(Operation.RESET)));
        assertEquals(5, redis.value());
    }

    @Test
    void aRequestWhoseTimeEndsInTheLineIsNeverCounted() throws Exception {
        redis.down(Kind.UNREACHABLE, "not there");
        counter = counter(SHORT, 1000);
        assertEquals(new Outcome.Late(), outcome(counter.ask(Operation.INCREMENT)));
        redis.up();
        eventually("ready", () -> counter.linkState() instanceof LinkState.Ready);

        assertEquals(1, number(counter.ask(Operation.INCREMENT)));
    }

    @Test
    void aRequestWhoseTimeEndsWhileItsBatchIsUnderWayIsCountedOnce() throws Exception {
        counter = counter(SHORT, 1000);
        var request = askWhileHeld(Operation.INCREMENT);
        assertEquals(new Outcome.Late(), outcome(request));
        redis.faults(List.of(Fault.CUT_AFTER_EFFECT));
        redis.release();

        eventually("counted", () -> redis.value() == 1);
        assertEquals(2, number(counter.ask(Operation.INCREMENT)));
    }

    @Test
    void aBatchInDoubtIsNotRepeatedOnceNobodyWaitsForIt() throws Exception {
        counter = counter(SHORT, 1000);
        var request = askWhileHeld(Operation.INCREMENT);
        redis.down(Kind.UNREACHABLE, "cut off");
        redis.release();
        assertEquals(new Outcome.Late(), outcome(request));
        redis.up();
        eventually("ready", () -> counter.linkState() instanceof LinkState.Ready);

        assertEquals(0, redis.value());
        assertEquals(1, number(counter.ask(Operation.INCREMENT)));
        assertEquals(List.of(new Change.Add(1)), redis.applied());
    }

    @Test
    void aFullLineTurnsAwayAtOnceAndCountsTheOthers() throws Exception {
        counter = counter(LONG, 4);
        var first = askWhileHeld(Operation.INCREMENT);
        var waiting = ask(Operation.INCREMENT, 3);
        var tooMany = counter.ask(Operation.INCREMENT);
        assertEquals(new Outcome.Full(), tooMany.getNow(null));
        redis.release();

        assertEquals(1, number(first));
        assertEquals(List.of(2L, 3L, 4L), numbers(waiting));
    }

    @Test
    void whoseTimeIsOverMakesRoomInAFullLine() throws Exception {
        counter = counter(SHORT, 2);
        var first = askWhileHeld(Operation.INCREMENT);
        assertEquals(new Outcome.Late(), outcome(counter.ask(Operation.INCREMENT)));
        assertEquals(new Outcome.Late(), outcome(counter.ask(Operation.INCREMENT)));
        assertEquals(new Outcome.Late(), outcome(first));
    }

    @Test
    void whatRedisRefusesForGoodIsSaidAndNotRepeated() throws Exception {
        counter = counter(LONG, 1000);
        redis.unusable("the key holds no number");
        assertEquals(new Outcome.Refused("the key holds no number"), outcome(counter.ask(Operation.INCREMENT)));
        redis.unusable(null);

        assertEquals(1, number(counter.ask(Operation.INCREMENT)));
    }

    @ParameterizedTest
    @EnumSource(names = "UNUSABLE", mode = EnumSource.Mode.EXCLUDE)
    void saysWhyRedisIsNotThereAndCountsWhenItComes(Kind kind) throws Exception {
        redis.down(kind, "because");
        counter = counter(LONG, 1000);
        eventually("down", () -> counter.linkState().equals(new LinkState.Down(kind, "because")));
        var request = counter.ask(Operation.INCREMENT);
        redis.up();

        assertEquals(1, number(request));
        assertInstanceOf(LinkState.Ready.class, counter.linkState());
    }

    @Test
    void noticesWithoutAnyRequestThatRedisIsGone() throws Exception {
        counter = counter(LONG, 1000);
        eventually("ready", () -> counter.linkState() instanceof LinkState.Ready);
        redis.down(Kind.UNWRITABLE, "a replica now");

        eventually("down", () -> counter.linkState().equals(new LinkState.Down(Kind.UNWRITABLE, "a replica now")));
    }

    @Test
    void metricsTellBatchesAndRepeatsAndErrors() throws Exception {
        counter = counter(LONG, 1000);
        redis.faults(List.of(Fault.CUT_AFTER_EFFECT));
        number(counter.ask(Operation.INCREMENT));

        var lines = metrics.text().lines().toList();
        for (var line : List.of(
                "skep_batch_size_sum 1",
                "skep_batch_size_count 1",
                "skep_batch_size_bucket{le=\"1\"} 1",
                "skep_batch_duration_seconds_count 1",
                "skep_batch_retries_total 1",
                "skep_batch_repeats_total 1",
                "skep_redis_errors_total{kind=\"unreachable\"} 1",
                "skep_queue_length 0")) {
            assertEquals(1, Collections.frequency(lines, line), line);
        }
    }

    private Counter counter(Duration timeout, int capacity) {
        return new Counter(redis, timeout, capacity, metrics);
    }

    /** On a busy machine the time of a request may be over before it is under way: then another is asked. */
    private CompletableFuture<Outcome> askWhileHeld(Operation operation) throws Exception {
        redis.hold();
        var request = new AtomicReference<>(counter.ask(operation));
        eventually("a batch under way", () -> {
            if (redis.holdsOne()) {
                return true;
            }
            if (request.get().isDone()) {
                request.set(counter.ask(operation));
            }
            return false;
        });
        return request.get();
    }

    private List<CompletableFuture<Outcome>> ask(Operation operation, int times) {
        return Stream.generate(() -> counter.ask(operation)).limit(times).toList();
    }

    private static Outcome outcome(CompletableFuture<Outcome> request) throws Exception {
        return request.get(15, TimeUnit.SECONDS);
    }

    private static long number(CompletableFuture<Outcome> request) throws Exception {
        return assertInstanceOf(Outcome.Value.class, outcome(request)).number();
    }

    private static List<Long> numbers(List<CompletableFuture<Outcome>> requests) throws Exception {
        var numbers = new ArrayList<Long>();
        for (var request : requests) {
            numbers.add(number(request));
        }
        return numbers;
    }
}
