package dev.skep.desired;

import dev.skep.manifest.ExposeSpec;
import dev.skep.manifest.Words;
import dev.skep.observed.Kernels;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a counter is reached, once {@code auto} is decided. */
public sealed interface Exposure {
    /** Decided. */
    record Decided(Way way, String why) implements Exposure {}

    /** Not known before every kernel was asked for IPVS. */
    record Undecided(String why) implements Exposure {}

    /** The ways in. */
    enum Way {
        INGRESS,
        HOST,
        GATEWAY,
        NONE
    }

    /**
     * Decides for a manifest; a choice that was made stays while a new node has not answered. Also ingress that the manifest asks for
     * waits for the first answer: where no kernel has IPVS it is refused (RoutingMesh), and what ran before shall still run then.
     */
    static Exposure of(String manifest, ExposeSpec expose, Observed observed) {
        return switch (expose.via()) {
            case INGRESS ->
                switch (Kernels.of(observed)) {
                    case Kernels.Unknown(var nodes)
                    when !before(manifest, observed).equals(Optional.of(Way.INGRESS)) -> asking(nodes);
                    default -> new Decided(Way.INGRESS, "the manifest says so");
                };
            case HOST -> new Decided(Way.HOST, "the manifest says so");
            case GATEWAY -> new Decided(Way.GATEWAY, "the manifest says so");
            case NONE -> new Decided(Way.NONE, "the manifest says so");
            case AUTO ->
                switch (Kernels.of(observed)) {
                    case Kernels.AllHaveIpvs() -> new Decided(Way.INGRESS, "every node's kernel has IPVS");
                    case Kernels.Lacking(var nodes) ->
                        new Decided(Way.GATEWAY, "no IPVS in the kernel of " + String.join(", ", nodes));
                    case Kernels.Unknown(var nodes) -> asBefore(manifest, observed, nodes);
                };
        };
    }

    private static Exposure asBefore(String manifest, Observed observed, List<String> silent) {
        return before(manifest, observed)
                .<Exposure>map(way ->
                        new Decided(way, "as before, until the kernel of " + String.join(", ", silent) + " is known"))
                .orElseGet(() -> asking(silent));
    }

    private static Optional<Way> before(String manifest, Observed observed) {
        return observed.service(manifest + "-app").map(s -> s.label(Labels.VIA)).flatMap(via -> Stream.of(Way.values())
                .filter(way -> Words.of(way).equals(via))
                .findFirst());
    }

    private static Exposure asking(List<String> silent) {
        var whose = silent.isEmpty() ? "any node" : String.join(", ", silent);
        return new Undecided("asking whether the kernel of " + whose + " has IPVS");
    }
}
