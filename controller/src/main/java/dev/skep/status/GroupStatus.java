package dev.skep.status;

import dev.skep.desired.ControllerService;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.GroupReport;
import dev.skep.observed.GroupReport.Line;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.plan.NoCounterLeft;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One counter: who holds it.
 *
 * @param name {@code redis}, or {@code shard-3}
 * @param report what the controller saw last; whether a Redis that is alone runs, the swarm tells
 */
public record GroupStatus(String name, GroupReport report) {
    /** Those of a manifest of which it is known how they are. */
    static List<GroupStatus> all(Desired desired, Observed observed) {
        return desired.watched().isPresent()
                ? ofWatched(desired, observed)
                        .map(report -> new GroupStatus(
                                groupOf(desired, desired.watched().get()), report))
                        .stream()
                        .toList()
                : desired.services().stream()
                        .flatMap(s -> alone(desired, s, observed))
                        .toList();
    }

    /** The lines of what healthy means that the controller saw fail last; none: or nobody looks, for it does not run. */
    static List<Line> failing(Desired desired, Observed observed) {
        var reports = desired.watched().isPresent()
                ? ofWatched(desired, observed).stream()
                : desired.aloneWithSnapshots().stream().flatMap(s -> ofAlone(desired, s, observed).stream());
        return reports.flatMap(r -> r.failing().stream()).toList();
    }

    private static Optional<GroupReport> ofWatched(Desired desired, Observed observed) {
        return looks(observed) ? GroupReport.of(desired.name(), observed) : Optional.empty();
    }

    private static Optional<GroupReport> ofAlone(Desired desired, String service, Observed observed) {
        return looks(observed) ? GroupReport.ofAlone(desired.name(), service, observed) : Optional.empty();
    }

    private static boolean looks(Observed observed) {
        return observed.service(ControllerService.NAME).stream()
                .flatMap(s -> observed.tasksOf(s).stream())
                .anyMatch(t -> t.running());
    }

    private static String groupOf(Desired desired, Watched watched) {
        return watched.members().stream()
                .flatMap(m -> desired.service(m).stream())
                .map(GroupStatus::group)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<GroupStatus> alone(Desired desired, DesiredService service, Observed observed) {
        if (service.volume().isEmpty()) {
            return Stream.empty();
        }
        var runs = observed.service(service.name()).stream()
                .anyMatch(s -> !observed.staying(s).isEmpty());
        var failing = Stream.concat(
                        ofAlone(desired, service.name(), observed).stream().flatMap(r -> r.failing().stream()),
                        NoCounterLeft.failing(service, desired, observed).stream())
                .toList();
        var report = new GroupReport(runs ? service.name() : "", List.of(), List.of(), failing);
        return Stream.of(new GroupStatus(group(service), report));
    }

    private static String group(DesiredService service) {
        return service.spec().path("Labels").path(Labels.GROUP).asText();
    }
}
