package dev.skep.plan;

import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.Manifest;
import dev.skep.observed.Observed;
import java.util.Optional;

/** Of those who publish a port of their node there is room for one on each: what only the swarm's size makes a mistake. */
public final class HostPorts {
    private static final String REPLICAS = "spec.app.replicas";

    private HostPorts() {}

    /** Why a manifest cannot come up in this swarm, said as an error in its file is. A node that is away for a while counts. */
    public static Optional<Hold> objection(Manifest manifest, Observed observed) {
        var app = manifest.spec().app();
        var nodes = observed.nodes().size();
        var asked = observed.service(manifest.name() + "-app")
                .map(s -> s.spec()
                        .path("Mode")
                        .path("Replicated")
                        .path("Replicas")
                        .asInt())
                .orElse(0);
        // What was asked for already stays, though a node was removed since: the task that has no room says so itself.
        if (app.expose().via() != Via.HOST || app.replicas() <= Math.max(nodes, asked)) {
            return Optional.empty();
        }
        var at = manifest.whereIs(REPLICAS).orElse(manifest.at());
        return Optional.of(new Hold(
                "TooManyReplicas",
                "%s: %s: %d, but with via: host each needs a node of its own, and the swarm has %d; ask for fewer, or for another way in"
                        .formatted(at, REPLICAS, app.replicas(), nodes)));
    }
}
