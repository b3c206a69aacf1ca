package dev.skep.desired;

import dev.skep.manifest.ExposeSpec;
import dev.skep.manifest.Words;
import dev.skep.observed.Kernels;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;

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

    /** Decides for a manifest; a choice that was made stays while a new node has not answered. */
    static Exposure of(String manifest, ExposeSpec expose, Observed observed) {
        return switch (expose.via()) {
            case INGRESS -> new Decided(Way.INGRESS, "the manifest says so");
            case HOST -> new Decided(Way.HOST, "the manifest says so");
            case GATEWAY -> new Decided(Way.GATEWAY, "the manifest says so");
            case NONE -> new Decided(Way.NONE, "the manifest says so");
            case AUTO ->
                switch (Kernels.of(observed)) {
                    case Kernels.AllHaveIpvs() -> new Decided(Way.INGRESS, "every node's kernel has IPVS");
                    case Kernels.Lacking(var nodes) ->
                        new Decided(Way.GATEWAY, "no IPVS in the kernel of " + String.join(", ", nodes));
                    case Kernels.Unknown(var nodes) -> asBefore(manifest, observed, String.join(", ", nodes));
                };
        };
    }

    private static Exposure asBefore(String manifest, Observed observed, String silent) {
        var before = observed.service(manifest + "-app")
                .map(s -> s.label(Labels.VIA))
                .orElse("");
        for (var way : Way.values()) {
            if (Words.of(way).equals(before)) {
                return new Decided(way, "as before, until the kernel of " + silent + " is known");
            }
        }
        return new Undecided("asking whether the kernel of " + (silent.isEmpty() ? "any node" : silent) + " has IPVS");
    }
}
