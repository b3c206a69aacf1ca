package dev.skep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What will be done for one manifest, in this order. Empty: the swarm holds what the manifest asks for, though its tasks
 * may still be starting.
 *
 * @param holds what will not be done before a person acts
 * @param waits what must come by itself before more can be planned
 */
public record Plan(String name, List<Step> steps, List<Hold> holds, List<String> waits) {
    public Plan {
        steps = List.copyOf(steps);
        holds = List.copyOf(holds);
        waits = List.copyOf(waits);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** Whether nothing is left to do for what is asked for, to hold or to wait for; Redis is healed whatever is asked for. */
    boolean isDone() {
        return steps.stream().allMatch(s -> s instanceof Step.Tell) && holds.isEmpty() && waits.isEmpty();
    }

    /** Whether nothing else is left than to wait for that. */
    boolean waitsOnlyFor(String wait) {
        return waits.equals(List.of(wait)) && new Plan(name, steps, holds, List.of()).isDone();
    }

    /** The same with other steps done first. */
    public Plan after(List<Step> first) {
        return new Plan(name, Stream.concat(first.stream(), steps.stream()).toList(), holds, waits);
    }

    /** The same with a step right before the first of these. */
    Plan before(Predicate<Step> these, Step step) {
        var all = new ArrayList<Step>();
        steps.stream().takeWhile(these.negate()).forEach(all::add);
        all.add(step);
        steps.stream().dropWhile(these.negate()).forEach(all::add);
        return new Plan(name, all, holds, waits);
    }

    /** The same with something held besides, which matters less than what is held already. */
    public Plan alsoHolding(Hold hold) {
        return new Plan(
                name, steps, Stream.concat(holds.stream(), Stream.of(hold)).toList(), waits);
    }

    /** The same with something else held. */
    Plan holding(Hold hold) {
        return new Plan(
                name, steps, Stream.concat(Stream.of(hold), holds.stream()).toList(), waits);
    }

    /** The same with something else that must come by itself. */
    Plan waitingFor(String wait) {
        return new Plan(
                name,
                steps,
                holds,
                Stream.concat(Stream.of(wait), waits.stream()).toList());
    }

    /** A plan that does nothing because of a hold. */
    public static Plan held(String name, Hold hold) {
        return new Plan(name, List.of(), List.of(hold), List.of());
    }

    /** A plan that does nothing yet. */
    public static Plan waiting(String name, String wait) {
        return new Plan(name, List.of(), List.of(), List.of(wait));
    }
}
