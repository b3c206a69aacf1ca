package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.plan.Stage.Allowed;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From how the Redis of a shared count are to the next stage on the way to how they should be (docs/decisions/0017). Nothing
 * of the way is stored: each look finds out where it stands. Pure.
 */
public final class Stages {
    private final Kept wanted;
    private final Crew crew;
    private final ObservedGroup group;

    private Stages(Kept wanted, Crew crew, ObservedGroup group) {
        this.wanted = wanted;
        this.crew = crew;
        this.group = group;
    }

    /** Where no Redis was asked, what would move a count waits. */
    static Stage of(Desired desired, Observed observed) {
        if (desired.kept().isEmpty()) {
            return Stage.calm(List.of());
        }
        var crew = Crew.of(desired, observed);
        return observed.group(desired.name())
                .map(group -> next(desired.kept().get(), crew, group))
                .orElseGet(() -> unseen(desired, crew));
    }

    /** For a group as it was seen. */
    static Stage next(Kept wanted, Crew crew, ObservedGroup group) {
        return new Stages(wanted, crew, group).next();
    }

    /** What to say to whom now, to a group as it was seen. */
    public static List<HealStep> steps(Kept wanted, Crew crew, ObservedGroup group) {
        return next(wanted, crew, group).steps();
    }

    private static Stage unseen(Desired desired, Crew crew) {
        if (crew.exceeds(desired)) {
            return Stage.waiting("the count is moved by the controller, which alone reaches Redis");
        }
        return desired.watched().isPresent()
                ? new Stage(List.of(), Optional.empty(), Set.of(Allowed.RETIRE, Allowed.RESTART))
                : Stage.calm(List.of());
    }

    private Stage next() {
        if (lead().isEmpty()
                && group.sentinels().size() <= crew.sentinels().size() / 2
                && !crew.sentinels().isEmpty()) {
            return Stage.waiting("the data do not say who leads, and most sentinels do not answer: these may elect");
        }
        return switch (wanted) {
            case Watched watched -> elects() ? elected(watched) : join(watched);
            case Alone alone -> elects() ? calmDown() : stay(alone);
        };
    }

    /**
     * Whether the data say that the sentinels elect: an old copy does not count against the primary, or who knows most. Where
     * they say nothing, be it that they are of before they said so or that all are lost, one sentinel that elects says it:
     * none is let do so before the data say it, and one that has restarted and watches nothing yet says nothing.
     */
    private boolean elects() {
        return lead().map(ObservedMember.SENTINELS::equals).orElseGet(this::someElect);
    }

    private boolean someElect() {
        return group.watching().stream().anyMatch(s -> !s.wants(Watched.NEVER));
    }

    private Optional<String> lead() {
        return group.primary().or(this::newest).flatMap(ObservedMember::lead);
    }

    private Optional<ObservedMember> newest() {
        return group.members().stream()
                .max(Comparator.comparing(ObservedMember::data)
                        .thenComparing(m -> m.lead().equals(Optional.of(m.service())))
                        .thenComparing(ObservedMember::service, Comparator.reverseOrder()));
    }

    /** That the sentinels elect must be among the data of every copy before they are let do so. */
    private Stage elected(Watched watched) {
        var untold = group.primary().filter(p -> !informed(p, ObservedMember.SENTINELS));
        var heal = Healer.heal(watched, group);
        var held = group.watching().stream().anyMatch(s -> s.wants(Watched.NEVER));
        if (untold.isPresent() && !someElect() && (held || follow(untold.get(), crew.members()))) {
            return inform(untold.get(), ObservedMember.SENTINELS);
        }
        if (held) {
            return Stage.doing(heal, "the sentinels are about to elect", Allowed.CHANGE_MODE);
        }
        var told = untold.filter(p -> heal.isEmpty() && follow(p, crew.members()))
                .map(p -> tell(p, ObservedMember.SENTINELS));
        return Stage.calm(told.map(List::of).orElse(heal));
    }

    /** Whether each copy is linked and has this word on who leads: a command may have been cut before it had. */
    private boolean informed(ObservedMember primary, String who) {
        return primary.settled()
                && follow(primary, crew.members())
                && group.members().stream().allMatch(m -> m.lead().equals(Optional.of(who)));
    }

    /** Says it again to who is linked, and lets who is not follow. */
    private Stage inform(ObservedMember primary, String who) {
        var wait = "every copy has to know who leads" + behind(primary);
        var follow = follow(primary, Optional.empty());
        return follow.isEmpty() && follow(primary, crew.members())
                ? Stage.doing(List.of(tell(primary, who)), wait)
                : Stage.doing(follow, wait);
    }

    private HealStep tell(ObservedMember primary, String who) {
        return new HealStep.Lead(primary.endpoint(), who, crew.members().size() - 1, "a copy does not know it");
    }

    /** From sentinels that elect to ones that do not, and a primary that leads by itself. */
    private Stage calmDown() {
        var now = crew.watched(wanted.name());
        var wait = "the sentinels still elect; they stop once the group is healthy";
        if (now.isEmpty()) {
            return Stage.waiting("its data say that sentinels elect, and there are none: write mode sentinel again");
        }
        var primary = group.primary().filter(this::calm);
        if (primary.isEmpty()) {
            return Stage.doing(
                    Healer.heal(now.get(), group),
                    wait + group.primary().map(this::behind).orElse(""));
        }
        var elect = group.sentinels().stream()
                .filter(s -> !s.wants(Watched.NEVER))
                .<HealStep>map(s -> new HealStep.Agree(
                        s.endpoint(), wanted.name(), Watched.NEVER, "the primary is to lead by itself"))
                .toList();
        return elect.isEmpty()
                ? Stage.doing(List.of(lead(primary.get(), crew.members().size() - 1)), wait)
                : Stage.doing(elect, wait);
    }

    /** Whether all are there, all follow it, all watch it, and nobody fails over. */
    private boolean calm(ObservedMember primary) {
        return group.sentinels().stream()
                        .noneMatch(s -> s.watches().filter(b -> b.failingOver()).isPresent())
                && follow(primary, crew.members())
                && watch(primary, crew.sentinels());
    }

    private boolean follow(ObservedMember primary, List<String> members) {
        return members.stream().allMatch(name -> group.members().stream()
                .filter(m -> m.service().equals(name))
                .anyMatch(m -> m.equals(primary) || m.follows(address(primary))));
    }

    private boolean watch(ObservedMember primary, List<String> sentinels) {
        return sentinels.stream().allMatch(name -> group.sentinels().stream()
                .filter(s -> s.endpoint().service().equals(name))
                .anyMatch(s -> s.watches(address(primary))));
    }

    /** Those that it waits for, by name. */
    private String behind(ObservedMember primary) {
        var names = Stream.concat(
                        crew.members().stream().filter(m -> !follow(primary, List.of(m))),
                        crew.sentinels().stream().filter(s -> !watch(primary, List.of(s))))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "; not so yet: " + names;
    }

    private static String address(ObservedMember member) {
        return member.endpoint().address();
    }

    private static HealStep lead(ObservedMember primary, int copies) {
        return new HealStep.Lead(
                primary.endpoint(), primary.service(), copies, "it is the primary, and nobody else may be");
    }

    /** From a primary that leads by itself to sentinels that elect. */
    private Stage join(Watched watched) {
        var primary = primary();
        if (primary.isEmpty()) {
            return promote();
        }
        var ahead = ahead(primary.get());
        if (ahead.isPresent()) {
            return ahead.get();
        }
        var all = follow(primary.get(), watched.members()) && watch(primary.get(), watched.sentinels());
        var follow = follow(primary.get(), Optional.of(watched));
        if (!follow.isEmpty() || !all) {
            var steps = Stream.concat(alone(primary.get()), follow.stream()).toList();
            return Stage.doing(
                    steps,
                    "every member has to copy the primary, and every sentinel to watch it" + behind(primary.get()));
        }
        if (!crew.appFollows()) {
            return Stage.doing(
                    alone(primary.get()).toList(),
                    "every app task has to ask the sentinels before these may elect",
                    Allowed.CHANGE_MODE);
        }
        var confirm = group.members().stream()
                .filter(m -> !m.fenced())
                .<HealStep>map(m -> new HealStep.Confirm(m.endpoint(), 1, "the sentinels are to elect"));
        var elect = new HealStep.Lead(
                primary.get().endpoint(),
                ObservedMember.SENTINELS,
                watched.members().size() - 1,
                "every app task waits for a second copy");
        return Stage.doing(
                Stream.concat(confirm, Stream.of(elect)).toList(),
                "the sentinels are about to elect",
                Allowed.CHANGE_MODE);
    }

    /** One primary that leads by itself, and all others gone. */
    private Stage stay(Alone alone) {
        var primary = primary();
        if (primary.isEmpty()) {
            return promote();
        }
        var ahead = ahead(primary.get());
        if (ahead.isPresent()) {
            return ahead.get();
        }
        var others = !crew.sentinels().isEmpty() || crew.members().stream().anyMatch(m -> !m.equals(alone.member()));
        var now = crew.watched(wanted.name());
        var steps = Stream.concat(alone(primary.get()), follow(primary.get(), now).stream())
                .toList();
        if (!others) {
            return Stage.calm(steps);
        }
        if (!steps.isEmpty()) {
            return Stage.doing(steps, "the others follow the primary until they go");
        }
        if (primary.get().rewrites()) {
            return Stage.waiting(
                    "its append-only file is written anew; until then it is not on its disk what it copied");
        }
        if (!crew.appFollows()) {
            // From then on no answer waits for a copy: none may come back and not know who leads.
            return informed(primary.get(), primary.get().service())
                    ? Stage.waiting(
                            "every app task has to ask Redis itself before the sentinels go", Allowed.CHANGE_MODE)
                    : inform(primary.get(), primary.get().service());
        }
        return primary.get().service().equals(alone.member())
                ? Stage.waiting("what is not wanted any more goes", Allowed.CHANGE_MODE, Allowed.RETIRE)
                : handOver(primary.get(), alone.member());
    }

    private Stage handOver(ObservedMember primary, String to) {
        var wait = "the count is handed over to " + to;
        return group.members().stream()
                .filter(m -> m.service().equals(to) && m.follows(address(primary)) && !m.rewrites())
                .findFirst()
                .map(m -> Stage.doing(
                        List.of(new HealStep.HandOver(primary.endpoint(), m.endpoint(), "it stays, and the others go")),
                        wait,
                        Allowed.CHANGE_MODE))
                .orElseGet(() -> Stage.waiting(wait + ", once it has all", Allowed.CHANGE_MODE));
    }

    /** The only one; of several, the one that leads by its own data. */
    private Optional<ObservedMember> primary() {
        return group.primary().or(() -> {
            var leading = group.primaries().stream()
                    .filter(p -> p.lead().equals(Optional.of(p.service())))
                    .toList();
            return leading.size() == 1 ? Optional.of(leading.getFirst()) : Optional.empty();
        });
    }

    /** It takes writes without a copy, and starts again as the primary. */
    private Stream<HealStep> alone(ObservedMember primary) {
        var confirm = new HealStep.Confirm(primary.endpoint(), 0, "it leads by itself");
        return Stream.concat(
                primary.fenced() ? Stream.of(confirm) : Stream.empty(),
                primary.settled() && primary.lead().equals(Optional.of(primary.service()))
                        ? Stream.empty()
                        : Stream.of(lead(primary, 0)));
    }

    /** Whoever follows forgets what the primary has not: nobody who knows more is told to. */
    private Optional<Stage> ahead(ObservedMember primary) {
        return group.members().stream()
                .filter(m -> !m.equals(primary) && !m.follows(address(primary)))
                .filter(m -> m.data().knowsMoreThan(primary.data()))
                .findFirst()
                .map(m -> Stage.waiting(
                        "%s is the primary, and %s, which does not follow it, knows more: let a person decide which count is right, and make the other follow it (REPLICAOF)"
                                .formatted(primary.service(), m.service())));
    }

    /** All follow the primary, and who watches tells where it is, but elects nobody. */
    private List<HealStep> follow(ObservedMember primary, Optional<Watched> watched) {
        var follow = group.members().stream()
                .filter(m -> !m.equals(primary))
                .filter(m -> !m.following().equals(Optional.of(address(primary))))
                .<HealStep>map(m -> new HealStep.Follow(m.endpoint(), primary.endpoint(), "it does not"));
        var monitor = watched.stream().flatMap(w -> group.sentinels().stream()
                .filter(s -> !s.watches(address(primary)) || !s.wants(Watched.NEVER))
                .<HealStep>map(s ->
                        new HealStep.Monitor(s.endpoint(), primary.endpoint(), w.electingNobody(), "it does not yet")));
        return Stream.concat(follow, monitor).toList();
    }

    /** Nobody leads: only who has seen all can say who knows most. */
    private Stage promote() {
        var missing = crew.members().stream()
                .filter(name ->
                        group.members().stream().noneMatch(m -> m.service().equals(name)))
                .toList();
        if (!group.primaries().isEmpty()) {
            return Stage.waiting("several Redis say that they are the primary: see to them by hand");
        }
        if (!missing.isEmpty() || group.members().isEmpty()) {
            return Stage.waiting(
                    "nobody leads, and who knows most is known once all answer; bring back, or see why they do not run: "
                            + String.join(", ", missing));
        }
        var electing = group.watching().stream()
                .filter(s -> !s.wants(Watched.NEVER))
                .<HealStep>map(s -> new HealStep.Agree(
                        s.endpoint(), wanted.name(), Watched.NEVER, "nobody else may make another the primary now"))
                .toList();
        if (!electing.isEmpty()) {
            return Stage.doing(electing, "nobody leads yet");
        }
        var newest = newest().orElseThrow();
        var why = "nobody is primary, and its data are the newest";
        return Stage.doing(
                List.of(
                        new HealStep.Confirm(newest.endpoint(), 0, why),
                        new HealStep.Promote(newest.endpoint(), why),
                        lead(newest, 0)),
                "nobody leads yet");
    }
}
