package dev.skep.incrementor.counter;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.metrics.Metrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three groups with a counter each, of which the first is this task's. */
@Timeout(20)
final class CountersTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final FakeRedis one = new FakeRedis();
    private final FakeRedis two = new FakeRedis();
    private final FakeRedis three = new FakeRedis();
    private Counters counters;

    @AfterEach
    void end() {
        counters.own().close();
    }

    @Test
    void theSumIsOfAllGroupsAndTheOwnCounterIsOne() throws Exception {
        counters = counters(LONG);
        one.add(1);
        two.add(20);
        three.add(300);
        assertEquals(new Outcome.Value(321), all(Operation.READ));
        assertEquals(new Outcome.Value(1), own(Operation.READ));
    }

    @Test
    void anIncrementIsInTheOwnGroupAndInTheNextSum() throws Exception {
        counters = counters(LONG);
        for (var expected = 1; expected <= 50; expected++) {
            own(Operation.INCREMENT);
            two.add(1);
            assertEquals(new Outcome.Value(2L * expected), all(Operation.READ));
        }
        assertEquals(50, one.value());
    }

    @Test
    void aResetOfAllIsZeroInEach() throws Exception {
        counters = counters(LONG);
        one.add(1);
        two.add(20);
        assertEquals(new Outcome.Value(0), all(Operation.RESET));
        assertEquals(0, one.value() + two.value() + three.value());
    }

    @Test
    void aResetOfTheOwnLeavesTheOthers() throws Exception {
        counters = counters(LONG);
        one.add(1);
        two.add(20);
        assertEquals(new Outcome.Value(0), own(Operation.RESET));
        assertEquals(new Outcome.Value(20), all(Operation.READ));
    }

    @Test
    void withoutOneGroupThereIsNoSumAndItIsNamed() throws Exception {
        counters = counters(SHORT);
        three.down(Kind.UNREACHABLE, "no route");
        assertEquals(new Outcome.Incomplete("three did not answer in time (no route)"), all(Operation.READ));
        assertEquals(new Outcome.Value(1), own(Operation.INCREMENT));

        three.up();
        eventually("the sum again", () -> all(Operation.READ).equals(new Outcome.Value(1)));
    }

    @Test
    void everyGroupThatIsMissingIsNamed() throws Exception {
        one.down(Kind.UNWRITABLE, "loading");
        two.down(Kind.UNREACHABLE, "no route");
        counters = counters(SHORT);
        assertEquals(
                new Outcome.Incomplete("one did not answer in time (loading); two did not answer in time (no route)"),
                all(Operation.READ));
    }

    @Test
    void aGroupThatComesInTimeIsWaitedFor() throws Exception {
        two.down(Kind.UNREACHABLE, "not yet");
        counters = counters(LONG);
        var sum = counters.askAll(Operation.READ);
        eventually("two was asked", () -> two.refusals() > 0);
        two.add(20);
        two.up();
        assertEquals(new Outcome.Value(20), sum.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aResetThatAGroupMissedDoesNotHappenThereAfterwards() throws Exception {
        counters = counters(SHORT);
        two.add(20);
        two.down(Kind.UNREACHABLE, "no route");
        assertEquals(new Outcome.Incomplete("two did not answer in time (no route)"), all(Operation.RESET));
        two.up();
        eventually("the sum again", () -> all(Operation.READ).equals(new Outcome.Value(20)));
    }

    @Test
    void aSumThatIsTooLargeIsNotTold() throws Exception {
        counters = counters(LONG);
        one.add(Long.MAX_VALUE);
        two.add(1);
        assertEquals(new Outcome.Refused("The sum of all groups is too large to be told"), all(Operation.READ));
        three.add(-1);
        assertEquals(new Outcome.Value(Long.MAX_VALUE), all(Operation.READ));
    }

    @Test
    void otherGroupsAreConnectedOnlyWhileSomebodyAsks() throws Exception {
        counters = counters(LONG);
        eventually("the own group is", () -> one.links() == 1);
        assertEquals(0, two.links());
        all(Operation.READ);
        eventually("they are left", () -> two.links() + three.links() == 0);
        assertEquals(1, one.links());
        assertEquals(new Outcome.Value(0), all(Operation.READ));
    }

    private Counters counters(Duration timeout) {
        var metrics = new Metrics();
        return new Counters(
                "one",
                new Counter(one, timeout, 100, metrics),
                Map.of(
                        "two", Counter.ofOtherGroup(two, timeout, 100, metrics),
                        "three", Counter.ofOtherGroup(three, timeout, 100, metrics)));
    }

    private Outcome all(Operation operation) throws Exception {
        return counters.askAll(operation).get(10, TimeUnit.SECONDS);
    }

    private Outcome own(Operation operation) throws Exception {
        return counters.own().ask(operation).get(10, TimeUnit.SECONDS);
    }
}
