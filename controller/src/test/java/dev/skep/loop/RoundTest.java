package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.Sample;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.observed.Observed;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whoever edits does not wait for a thousand others to be decided. */
final class RoundTest {
    private static final List<String> NAMES = List.of("edited", "two", "three");

    @AutoClose
    final Log log = Log.open();

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Folder folder = new Folder(
            NAMES.stream().map(n -> Sample.named(n).withVia(Via.NONE)).toArray(Sample[]::new));
    private final PasswordKey key = PasswordKey.random();
    private final List<String> outcomes = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @Test
    void allAreHandledWhileNobodyWaits() {
        assertEquals(List.of(), run(List.of("edited"), List.of("two", "three"), () -> false));
        assertEquals(List.of("edited LookAgain", "two LookAgain", "three LookAgain"), outcomes);
    }

    @Test
    void whatIsNotDecidedWhenSomebodyWaitsIsLeftToTheNextPassAndOneBesideWhatWasEditedIsDoneAtLeast() {
        assertEquals(List.of("three"), run(List.of("edited"), List.of("two", "three"), () -> true));
        assertEquals(
                List.of("edited LookAgain", "three CutShort", "two LookAgain"),
                outcomes.stream().sorted().toList());
        assertEquals(
                List.of("edited-app", "edited-redis-1", "two-app", "two-redis-1"),
                Stream.of("edited-app", "edited-redis-1", "two-app", "two-redis-1", "three-app")
                        .filter(s -> swarm.find(s).isPresent())
                        .toList());
    }

    @Test
    void aNodeThatCannotBeWrittenIsAFailureOfEachThatWantsItInTheWordsOfItsOwnPlan() {
        var observed = swarm.observe();
        var decisions = decisions(observed);
        var own = NAMES.stream().map(n -> decisions.of(n).pins().getFirst()).toList();
        var first = own.stream()
                .map(p -> p.node().id())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        swarm.faults().failNext("updateNode", Moment.BEFORE, new SwarmException.Refused("no"));
        run(List.of(), NAMES, () -> false);
        for (int i = 0; i < NAMES.size(); i++) {
            var expected = own.get(i).node().id().equals(first)
                    ? " Failed " + own.get(i).what() + ": no"
                    : " CutShort";
            assertTrue(told.contains(NAMES.get(i) + expected), () -> told + " " + own);
        }
    }

    private List<String> run(List<String> edited, List<String> others, BooleanSupplier urgent) {
        var reconciler = new Reconciler(
                new Actor(swarm, key), new Story(), new Rivals(System::nanoTime, new Random(1)), _ -> {});
        var observed = swarm.observe();
        return new Round(reconciler, decisions(observed), observed, () -> false, urgent, this::handled)
                .run(edited, others, Runnable::run);
    }

    private Decisions decisions(Observed observed) {
        return new Decisions(folder.get(), observed, new Maker(key.fingerprint()), new Held());
    }

    private void handled(String name, Outcome outcome, Duration took) {
        outcomes.add(name + " " + outcome.word());
        told.add(name + " " + outcome.word() + (outcome instanceof Outcome.Failed(var why) ? " " + why : ""));
    }
}
