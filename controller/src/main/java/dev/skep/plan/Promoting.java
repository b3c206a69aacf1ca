package dev.skep.plan;

import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.ObservedMember;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who becomes the primary of a count that nobody leads, and whose sentinels elect nobody (docs/decisions/0017).
 *
 * @param group its name
 * @param wanted how it is to be kept
 */
record Promoting(String group, Seen seen, Kept wanted) {
    /** Longer than a Redis takes from its start until it leads. */
    private static final Duration START = Duration.ofSeconds(20);

    /** Nobody leads: only who has seen enough can say who knows most. */
    Stage stage() {
        if (!seen.group().primaries().isEmpty()) {
            return Stage.waiting("several Redis say that they are the primary: see to them by hand");
        }
        var missing = seen.crew().members().stream()
                .filter(name -> seen.group().members().stream()
                        .noneMatch(m -> m.service().equals(name)))
                .toList();
        var newest =
                switch (wanted) {
                    case Watched _ -> seen.newest();
                    case Alone alone -> seen.newest(alone.member());
                };
        if (newest.isEmpty() || (!missing.isEmpty() && !knowsAll(newest.get()) && !nothingIsLostWithThem())) {
            return Stage.waiting(
                    "nobody leads, and who knows most is known once all answer; bring back, or see why they do not run: "
                            + String.join(", ", missing));
        }
        var starting = starting(newest.get());
        if (starting.isPresent()) {
            return Stage.waiting("nobody leads, and %s has just started and may be about to"
                    .formatted(starting.get().service()));
        }
        var electing = new Electing(group, seen).electNobody("nobody else may make another the primary now");
        var disarming = disarm(newest.get());
        var leading = disarming.isEmpty() ? lead(newest.get(), leader(newest.get(), missing)) : disarming;
        return Stage.doing(electing.isEmpty() ? leading : electing, "nobody leads yet");
    }

    /**
     * Killed before it has copied, and started where it finds no sentinel, it would be a second primary. One whose disk is ill
     * cannot be told, and does not hold the others up.
     */
    private List<HealStep> disarm(ObservedMember newest) {
        return seen.group().members().stream()
                .filter(m -> !m.equals(newest) && m.mayLeadByItself() && m.persists())
                .<HealStep>map(m -> new HealStep.Disarm(
                        m.endpoint(), newest.service() + " knows more, and is about to be promoted"))
                .toList();
    }

    /** Where nothing is lost with the missing, the sentinels elect without them. */
    private String leader(ObservedMember newest, List<String> missing) {
        return missing.isEmpty() || knowsAll(newest) ? newest.service() : ObservedMember.SENTINELS;
    }

    /** Nobody was answered by anybody else, and it wrote all to its disk before it answered: as where it is alone. */
    private boolean knowsAll(ObservedMember newest) {
        return newest.leadsByItself() && seen.crew().outlives() == Crew.Outlives.ALL;
    }

    /** What they have was not to outlive them, and no app task is answered by one of them alone. */
    private boolean nothingIsLostWithThem() {
        return switch (wanted) {
            case Watched watched ->
                seen.crew().outlives() == Crew.Outlives.NOTHING
                        && seen.crew().appFollows()
                        && Healer.seenEnough(watched, seen.group());
            case Alone _ -> false;
        };
    }

    /** One whose data say that it leads, although another knows more: where it finds no sentinel it leads, as it starts. */
    private Optional<ObservedMember> starting(ObservedMember newest) {
        return seen.group().members().stream()
                .filter(m -> !m.equals(newest) && m.leadsByItself())
                .filter(m ->
                        m.recalls().filter(since -> since.compareTo(START) < 0).isPresent())
                .findFirst();
    }

    private static List<HealStep> lead(ObservedMember newest, String leader) {
        var why = "nobody is primary, and its data are the newest";
        return List.of(
                new HealStep.Confirm(newest.endpoint(), 0, why),
                new HealStep.Promote(newest.endpoint(), why),
                new HealStep.Lead(newest.endpoint(), leader, 0, "it is the primary, and nobody else may be"));
    }
}
