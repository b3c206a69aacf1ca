package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.Sample;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.swarm.FakeSwarm;
import java.util.ArrayList;
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

    @Test
    void allAreHandledWhileNobodyWaits() {
        run(() -> false);
        assertEquals(List.of("edited LookAgain", "two LookAgain", "three LookAgain"), outcomes);
    }

    @Test
    void whatIsNotDecidedWhenSomebodyWaitsIsLeftToTheNextPassAndOneIsDoneAtLeast() {
        run(() -> true);
        assertEquals(
                List.of("edited LookAgain", "three CutShort", "two CutShort"),
                outcomes.stream().sorted().toList());
        assertEquals(
                List.of("edited-app", "edited-redis-1"),
                Stream.of("edited-app", "edited-redis-1", "two-app", "three-app")
                        .filter(s -> swarm.find(s).isPresent())
                        .toList());
    }

    private void run(BooleanSupplier urgent) {
        var reconciler = new Reconciler(
                new Actor(swarm, key), new Story(), new Rivals(System::nanoTime, new Random(1)), _ -> {});
        var maker = new Maker(key.fingerprint());
        new Round(
                        reconciler,
                        folder.get(),
                        swarm.observe(),
                        maker,
                        () -> false,
                        urgent,
                        (name, outcome, _) -> outcomes.add(name + " " + outcome.word()))
                .run(NAMES, Runnable::run);
    }
}
