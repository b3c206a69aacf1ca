package dev.skep.cli;

import dev.skep.observed.ObservedNode;
import dev.skep.status.Condition;
import dev.skep.status.Condition.State;
import dev.skep.status.GroupStatus;
import dev.skep.status.ManifestStatus;
import dev.skep.status.ServiceStatus;
import dev.skep.status.VolumeStatus;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** Prints statuses for people: a table of all, or all of one. */
record StatusText(PrintWriter out) {
    private static final String ROW = "%-20s %-11s %-8s %-12s %-9s %-8s %-8s %s%n";

    /** A line each, and below it what is not as it should be. */
    void table(List<ManifestStatus> statuses) {
        out.printf(ROW, "NAME", "MODE", "READY", "PROGRESSING", "DEGRADED", "REDIS", "APP", "URL");
        for (var status : statuses) {
            out.printf(
                    ROW,
                    status.name(),
                    status.mode(),
                    state(status, Condition.Type.READY),
                    state(status, Condition.Type.PROGRESSING),
                    state(status, Condition.Type.DEGRADED),
                    state(status, Condition.Type.REDIS_HEALTHY),
                    app(status),
                    status.urls().stream().findFirst().orElse("-"));
            status.waitingFor().forEach(w -> out.println("  waiting: " + w));
            caution(status);
            var degraded = status.condition(Condition.Type.DEGRADED);
            if (degraded.is(State.TRUE)) {
                out.println("  degraded: " + degraded.reason() + ": " + degraded.message());
            }
        }
    }

    /** Conditions, services, Redis, volumes, URLs. */
    void detail(ManifestStatus status) {
        out.printf(
                "%s: %s, generation %d, %s%n",
                status.name(),
                status.mode(),
                status.generation(),
                status.manifest().map(m -> m.at().toString()).orElse("no manifest asks for it"));
        status.urls().forEach(u -> out.println("  " + u));
        caution(status);
        out.println("\nConditions");
        status.conditions().forEach(this::condition);
        out.println("\nServices (tasks running/wanted)");
        status.services().forEach(this::service);
        if (!status.groups().isEmpty()) {
            out.println("\nRedis");
            status.groups().forEach(this::group);
        }
        if (!status.volumes().isEmpty()) {
            out.println("\nVolumes");
            status.volumes().forEach(this::volume);
        }
    }

    private void caution(ManifestStatus status) {
        status.manifest()
                .flatMap(m -> m.spec().redis().topology().caution())
                .ifPresent(c -> out.println("  mind: " + c));
    }

    private void condition(Condition condition) {
        out.printf(
                "  %-13s %-8s %-17s %s%n",
                condition.type().word(),
                condition.state().word(),
                condition.reason(),
                condition
                        .since()
                        .map(s -> "since " + s.truncatedTo(ChronoUnit.SECONDS))
                        .orElse(""));
        out.println("    " + condition.message());
    }

    private void service(ServiceStatus service) {
        out.printf("  %-24s %-8s %s%n", service.name(), tasks(service), service.image());
        service.complaint().ifPresent(c -> out.println("    " + c));
    }

    private void group(GroupStatus group) {
        var report = group.report();
        out.printf(
                "  %-24s %s%n",
                group.name(), report.primary().isEmpty() ? "no primary" : "primary " + report.primary());
        report.replicas()
                .forEach(r -> out.printf(
                        "    %-22s %s%n",
                        r.service(),
                        r.linked()
                                ? "follows, lag under %d MiB".formatted(r.lagBelowBytes() >> 20)
                                : "does not follow"));
        report.sentinels()
                .forEach(s -> out.printf(
                        "    %-22s watches %s%n", s.service(), s.watches().isEmpty() ? "nothing" : s.watches()));
        report.failing()
                .forEach(l -> out.printf(
                        "    not so: %s, since %s (%s)%n",
                        l.words(), l.sinceAt().truncatedTo(ChronoUnit.SECONDS), l.doing()));
    }

    private void volume(VolumeStatus volume) {
        var nodes = volume.nodes().stream().map(StatusText::node).collect(Collectors.joining(", "));
        out.printf(
                "  %-24s %-8s %s%n",
                volume.name(), volume.persistence(), nodes.isEmpty() ? "on no node" : "on " + nodes);
    }

    private static String node(ObservedNode node) {
        return node.hostname() + (node.ready() ? "" : " (down)");
    }

    private static String state(ManifestStatus status, Condition.Type type) {
        return status.condition(type).state().word();
    }

    private static String app(ManifestStatus status) {
        return status.services().stream()
                .filter(s -> s.component().equals("app"))
                .map(StatusText::tasks)
                .findFirst()
                .orElse("-");
    }

    /** Those of an older spec serve as well. */
    private static String tasks(ServiceStatus service) {
        return service.running() + service.old() + "/" + service.wanted();
    }
}
