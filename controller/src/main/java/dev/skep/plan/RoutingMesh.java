package dev.skep.plan;

import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.Manifest;
import dev.skep.observed.Kernels;
import dev.skep.observed.Observed;
import java.util.Optional;

/** Without IPVS in a kernel Swarm's routing mesh refuses every connection, and says nothing. */
public final class RoutingMesh {
    private static final String VIA = "spec.app.expose.via";

    private RoutingMesh() {}

    /** Why nobody could reach a manifest, said as an error in its file is. Where a node has it, it answers there. */
    public static Optional<Hold> objection(Manifest manifest, Observed observed) {
        if (manifest.spec().app().expose().via() != Via.INGRESS
                || !(Kernels.of(observed) instanceof Kernels.Lacking(var nodes))
                || nodes.size() < observed.nodes().size()) {
            return Optional.empty();
        }
        var at = manifest.whereIs(VIA).orElse(manifest.at());
        return Optional.of(new Hold(
                "NoIpvs",
                "%s: %s: ingress, but no kernel of the swarm has IPVS (%s), and so nothing would answer; write gateway, or auto"
                        .formatted(at, VIA, String.join(", ", nodes))));
    }
}
