package dev.skep.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.topology.Group;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.Words;
import dev.skep.observed.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The incrementor's service. */
record App(Manifest manifest, RedisParts redis, Exposure.Way way) {
    /** Where it listens inside its container. */
    static final int PORT = 8080;

    /** What it needs to end besides the time of its requests: docs/app.md, and some to spare. */
    private static final Duration TO_END = Duration.ofSeconds(10);

    String service() {
        return manifest.name() + "-app";
    }

    DesiredService service(String network) {
        var app = manifest.spec().app();
        var labels = Resources.labels(manifest.name(), "app");
        labels.put(Labels.VIA, Words.of(way));
        var container = Json.object(
                "Image", app.image().text(),
                "Labels", Resources.labels(manifest.name(), "app"),
                "Env", environment(),
                "Secrets", List.of(Spec.secret(redis.password().name(), "redis-password")),
                "CapabilityDrop", List.of("ALL"),
                "StopGracePeriod", Spec.nanos(app.requestTimeout().plus(TO_END)));
        var limits = Spec.limits(app.resources().nanoCpus(), app.resources().memoryBytes());
        var template = Spec.template(
                container,
                limits,
                List.of(),
                List.of(Spec.network(network), Spec.network(Group.network(manifest.name()))));
        var service = Spec.service(service(), labels, Spec.replicated(app.replicas()), endpoint(), template);
        var update = app.update();
        service.set("UpdateConfig", Spec.update(Words.of(update.order()), update.parallelism(), update.monitor()));
        return DesiredService.of(service, Optional.empty(), update.failureAction(), update.deadline());
    }

    private List<String> environment() {
        var environment = new ArrayList<>(redis.environment());
        environment.add("REDIS_USER=" + Password.User.APP.word());
        environment.add("REDIS_PASSWORD_FILE=/run/secrets/redis-password");
        environment.add("HTTP_PORT=" + PORT);
        environment.add(
                "REQUEST_TIMEOUT=" + manifest.spec().app().requestTimeout().toMillis() + "ms");
        return environment;
    }

    private ObjectNode endpoint() {
        var port = manifest.spec().app().expose().port();
        return switch (way) {
            case INGRESS -> Json.object("Mode", "vip", "Ports", List.of(Spec.port("ingress", port, PORT)));
            case HOST -> Spec.dnsRoundRobin(List.of(Spec.port("host", port, PORT)));
            case GATEWAY, NONE -> Spec.dnsRoundRobin(List.of());
        };
    }
}
