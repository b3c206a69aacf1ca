package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.Json;
import dev.skep.desired.topology.Data;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies, and those who watch them, that come to a group that counts already. What all copies that the app knows of have it
 * takes for safe, and asks no sentinel; and it asks those that it knows of. So it must know of all that there are, and
 * is told before they come (docs/decisions/0023).
 */
public final class Newcomers {
    private final Desired desired;
    private final Observed observed;

    Newcomers(Desired desired, Observed observed) {
        this.desired = desired;
        this.observed = observed;
    }

    /** A group without those that are to come to it: they must not be waited for by who keeps it well meanwhile. */
    public static Watched without(Watched group, Desired desired, Observed observed) {
        var newcomers = new Newcomers(desired, observed);
        var sentinels = newcomers.leftOut(group.sentinels());
        return new Watched(
                group.name(),
                newcomers.leftOut(group.members()),
                sentinels,
                // They would wait for more than there are.
                group.quorum() <= sentinels.size() ? group.quorum() : sentinels.size() / 2 + 1,
                group.downAfter());
    }

    private List<String> leftOut(List<String> services) {
        return services.stream()
                .filter(s -> observed.service(s).isPresent()
                        || waitsFor(desired.service(s).orElseThrow()).isEmpty())
                .toList();
    }

    /** What a service that is not there waits for before it is made; empty: nothing. */
    Optional<String> waitsFor(DesiredService service) {
        return isNew(service)
                ? uninformed()
                        .map(who -> "%s is added once all of the app know of it: %s".formatted(service.name(), who))
                : Optional.empty();
    }

    /** Of one that has counted the app has known. */
    private boolean isNew(DesiredService service) {
        return desired.watched()
                        .filter(w -> w.members().contains(service.name())
                                || w.sentinels().contains(service.name()))
                        .isPresent()
                && !Data.volumes(desired.name(), observed).contains(service.name());
    }

    private Optional<String> uninformed() {
        return desired.app().stream()
                .flatMap(app -> observed.service(app.name()).stream()
                        .filter(Newcomers::countsInCopies)
                        .flatMap(there -> uninformed(there, app)))
                .findFirst();
    }

    private Stream<String> uninformed(ObservedService there, DesiredService app) {
        return there.label(Labels.SPEC).equals(app.hash())
                ? observed.tasksOf(there).stream()
                        .filter(t -> !t.ended() && !t.templateHash().equals(app.templateHash()))
                        .filter(t -> !t.templateHash().equals(there.label(Labels.ADOPTED)))
                        .map(t -> "a task of %s of before runs on %s".formatted(there.name(), node(t)))
                : Stream.of(there.name() + " is changed");
    }

    /** One that was adopted, or is of another mode, takes nothing for safe yet. */
    private static boolean countsInCopies(ObservedService app) {
        return Json.environment(app.spec()).anyMatch(e -> e.startsWith(Watched.REPLICAS + "="));
    }

    private String node(ObservedTask task) {
        return observed.nodes().stream()
                .filter(n -> n.id().equals(task.nodeId()))
                .map(n -> n.hostname())
                .findFirst()
                .orElse("no node yet");
    }
}
