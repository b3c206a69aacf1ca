package dev.skep.loop;

import dev.skep.plan.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Remembers what was done for a name, to notice somebody who undoes it at once, again and again. The first times it is
 * done again at once; then it is left alone for longer and longer, so that two who disagree do not race.
 */
final class Rivals {
    private static final int AT_ONCE = 3;
    private static final Duration FORGET = Duration.ofSeconds(10);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30));

    /** How often in a row something was done, when last, and how long it is left alone since. */
    private record Done(int times, long at, Duration rest) {
        boolean forgotten(long now) {
            return now - at > FORGET.plus(rest.multipliedBy(2)).toNanos();
        }
    }

    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final Map<String, Map<String, Done>> doneFor = new HashMap<>();

    Rivals(LongSupplier nanoClock, RandomGenerator random) {
        this.nanoClock = nanoClock;
        this.random = random;
    }

    /** What somebody keeps undoing, and how long it is to be left alone. */
    record Fight(Step over, Duration rest) {}

    /** Whether one of these steps is to be left alone for now. */
    synchronized Optional<Fight> over(String name, List<Step> steps) {
        long now = nanoClock.getAsLong();
        var done = doneFor.getOrDefault(name, Map.of());
        for (var step : steps) {
            var last = done.get(signature(step));
            if (last != null && last.at + last.rest.toNanos() - now > 0) {
                return Optional.of(new Fight(step, Duration.ofNanos(last.at + last.rest.toNanos() - now)));
            }
        }
        return Optional.empty();
    }

    /** A step was done: whether again, after a moment ago. */
    synchronized boolean did(String name, Step step) {
        long now = nanoClock.getAsLong();
        var done = doneFor.computeIfAbsent(name, _ -> new HashMap<>());
        done.values().removeIf(d -> d.forgotten(now));
        var before = done.get(signature(step));
        var times = before == null ? 1 : before.times + 1;
        var rest = times < AT_ONCE ? Duration.ZERO : BACK_OFF.after(times - AT_ONCE + 1, random);
        done.put(signature(step), new Done(times, now, rest));
        return times > 1;
    }

    /** Whether something was undone not long ago. */
    synchronized boolean remembers(String name) {
        long now = nanoClock.getAsLong();
        return doneFor.getOrDefault(name, Map.of()).values().stream()
                .anyMatch(d -> !d.rest.isZero() && !d.forgotten(now));
    }

    /** Another manifest is another matter. */
    synchronized void forget(String name) {
        doneFor.remove(name);
    }

    private static String signature(Step step) {
        return step instanceof Step.UpdateService update ? step.what() + update.visibleChanges() : step.what();
    }
}
