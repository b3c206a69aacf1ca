package dev.skep.plan;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.ObservedMember;
import dev.skep.plan.Stage.Allowed;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The members and sentinels of a count that sentinels watch which are not asked for any more. They go one at a time, each while all
 * others are well and remember nobody who is gone: first those who watch, last those who hold the count (docs/decisions/0030).
 *
 * @param watched the group with those that go
 */
record Departing(Watched watched, Seen seen) {
    /** What a sentinel that goes does not wait for. */
    private static final Set<Health> OF_MEMBERS = Set.of(Health.ALL_AS_WANTED, Health.ALL_PERSIST);

    /** The same, and what does not hold while the others forget one that has gone. */
    private static final Set<Health> OF_MEMORY =
            Set.of(Health.ALL_AS_WANTED, Health.ALL_PERSIST, Health.NO_STALE_ENTRY, Health.SENTINELS_KNOW_EACH_OTHER);

    /** What is done and waited for, where the sentinels elect and the count stays where it is. */
    Stage stage(List<HealStep> heal) {
        var leaving = seen.crew().leaving();
        if (leaving.isEmpty()) {
            return Stage.calm(heal);
        }
        var goes = silent().or(() -> heal.isEmpty() ? next() : Optional.empty());
        return new Stage(
                heal,
                Optional.of(words(leaving) + behind()),
                allowed(),
                Optional.empty(),
                goes.stream().collect(Collectors.toSet()));
    }

    /** While sentinels go one after the other nobody is restarted: they could not go on, and those that go would be restarted in vain. */
    private Set<Allowed> allowed() {
        return sentinels().findAny().isPresent() && unwell(OF_MEMORY).isEmpty()
                ? EnumSet.complementOf(EnumSet.of(Allowed.RESTART))
                : EnumSet.allOf(Allowed.class);
    }

    /** For people. */
    static String words(List<String> leaving) {
        return ("not asked for any more: %s. They go one at a time, each once the others have all and every sentinel watches; if one"
                        + " leads, the count moves before, and writes wait some tenths of a second. Then the app is told, and its tasks"
                        + " are replaced")
                .formatted(String.join(", ", leaving));
    }

    /** What is waited for before the next may go. */
    private String behind() {
        var not = Stream.concat(unwell(Set.of()).stream().map(Health::words), Stream.concat(late(), others()))
                .toList();
        return not.isEmpty() ? "" : "; not so yet: " + String.join("; ", not);
    }

    private List<Health> unwell(Set<Health> but) {
        return Health.failing(watched, seen.group()).stream()
                .filter(h -> !but.contains(h))
                .toList();
    }

    /** What all answered must be in the files of those that stay before a member goes. */
    private Stream<String> late() {
        var leaving = seen.crew().leaving();
        return seen.group().members().stream()
                .filter(m -> !leaving.contains(m.service()))
                .filter(m -> m.rewrites() || !seen.keepsUp(m))
                .map(m -> m.service() + " has all on its disk");
    }

    /**
     * What else is asked for may fail, and all of it is taken back then: nobody goes before it is known to run. Nor beside one that is
     * about to end, which still answers: those that are left may be too few to elect, or hold less than was answered.
     */
    private Stream<String> others() {
        var run = Stream.of("all else runs as the manifest says")
                .filter(_ -> !seen.crew().othersRun());
        return Stream.concat(run, seen.crew().ending().stream().map(s -> s + " is there to stay"));
    }

    private Stream<String> sentinels() {
        return seen.crew().sentinels().stream().filter(seen.crew().leaving()::contains);
    }

    /**
     * A sentinel that does not answer is missed by nobody, where most of all watch without it: of all that they count, so none who is
     * gone may be among these.
     */
    private Optional<String> silent() {
        var answering = seen.group().sentinels().stream()
                .map(s -> s.endpoint().service())
                .toList();
        var silent = sentinels().filter(s -> !answering.contains(s)).toList();
        return silent.stream()
                .findFirst()
                .filter(_ -> mostWatch() && silent.containsAll(seen.crew().ending()))
                .filter(_ -> seen.group().sentinels().stream().noneMatch(s -> Health.countsWhoIsGone(s, watched)));
    }

    private boolean mostWatch() {
        return seen.group()
                .primary()
                .map(p -> seen.group().sentinels().stream()
                        .filter(s -> s.watches(Seen.address(p)))
                        .toList())
                .filter(seen::most)
                .isPresent();
    }

    private Optional<String> next() {
        if (others().findAny().isPresent()) {
            return Optional.empty();
        }
        if (sentinels().findAny().isPresent()) {
            return unwell(OF_MEMBERS).isEmpty() ? sentinels().reduce((_, last) -> last) : Optional.empty();
        }
        return unwell(Set.of()).isEmpty() && late().findAny().isEmpty()
                ? seen.group().members().stream()
                        .filter(m -> !m.primary())
                        .map(ObservedMember::service)
                        .filter(seen.crew().leaving()::contains)
                        .reduce((_, last) -> last)
                : Optional.empty();
    }
}
