package dev.skep.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A status as data: the form that docs/status.md promises, to whoever asks by the command line or over HTTP. */
public final class StatusJson {
    private StatusJson() {}

    /** All of it. */
    public static ObjectNode of(ManifestStatus status) {
        return Json.object(
                "name", status.name(),
                "manifest", status.manifest().map(m -> m.at().toString()).orElse(null),
                "mode", status.mode(),
                "generation", status.generation(),
                "observedAt", time(status.at()),
                "conditions",
                        status.conditions().stream().map(StatusJson::condition).toList(),
                "services", status.services().stream().map(StatusJson::service).toList(),
                "groups", status.groups().stream().map(StatusJson::group).toList(),
                "volumes", status.volumes().stream().map(StatusJson::volume).toList(),
                "urls", status.urls(),
                "waitingFor", status.waitingFor());
    }

    private static ObjectNode condition(Condition condition) {
        return Json.object(
                "type", condition.type().word(),
                "status", condition.state().word(),
                "reason", condition.reason(),
                "message", condition.message(),
                "since", condition.since().map(StatusJson::time).orElse(null),
                "observedGeneration", condition.observedGeneration());
    }

    private static ObjectNode service(ServiceStatus service) {
        return Json.object(
                "name",
                service.name(),
                "component",
                service.component(),
                "image",
                service.image(),
                "wanted",
                service.wanted(),
                "running",
                service.running(),
                "old",
                service.old(),
                "trouble",
                trouble(service.trouble()));
    }

    private static ObjectNode trouble(Optional<Trouble> trouble) {
        return trouble.map(t -> Json.object("reason", t.reason().word(), "error", t.words(), "since", time(t.since())))
                .orElse(null);
    }

    private static ObjectNode group(GroupStatus group) {
        var report = group.report();
        return Json.object(
                "name",
                group.name(),
                "primary",
                named(report.primary()),
                "replicas",
                report.replicas().stream()
                        .map(r -> Json.object(
                                "name", r.service(), "linked", r.linked(), "lagBelowBytes", r.lagBelowBytes()))
                        .toList(),
                "sentinels",
                report.sentinels().stream()
                        .map(s -> Json.object("name", s.service(), "watches", named(s.watches())))
                        .toList(),
                "failing",
                report.failing().stream()
                        .map(l -> Json.object(
                                "line", l.name(), "message", l.words(), "since", time(l.sinceAt()), "doing", l.doing()))
                        .toList());
    }

    private static String named(String service) {
        return service.isEmpty() ? null : service;
    }

    private static ObjectNode volume(VolumeStatus volume) {
        var nodes = volume.nodes().stream()
                .map(n -> Json.object("name", n.hostname(), "ready", n.ready()))
                .toList();
        return Json.object("name", volume.name(), "persistence", volume.persistence(), "nodes", nodes);
    }

    /** In UTC, to the millisecond. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
