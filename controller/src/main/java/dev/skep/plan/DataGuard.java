package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.Volume;
import dev.skep.desired.topology.Data;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps a manifest from leaving behind what was counted for it. */
final class DataGuard {
    private DataGuard() {}

    /** What was counted in a volume that nothing wanted would read is missing from the count: nothing is done then. */
    static Optional<Hold> objection(Desired desired, Observed observed) {
        if (desired.services().isEmpty()) {
            return Optional.empty(); // a deleted manifest keeps its volumes
        }
        var wanted = desired.services().stream().map(DesiredService::name).collect(Collectors.toSet());
        var counted = Data.volumes(desired.name(), observed);
        var others = desired.services().stream()
                .flatMap(s -> s.volume().stream())
                .filter(v -> counted.contains(v.name()) && ofAnotherMode(v, observed))
                .map(Volume::name);
        var stranded = Stream.concat(counted.stream().filter(v -> !wanted.contains(v)), others)
                .distinct()
                .toList();
        return stranded.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hold(
                        Hold.MODE_CHANGE,
                        ("with this redis.mode nothing would read what was counted in %s, and Skep moves no count from one"
                                        + " mode to another: write the mode again that it was counted with, or use another"
                                        + " name")
                                .formatted(String.join(", ", stranded))));
    }

    /** One Redis alone would take a copy for all there is, and several might take the empty one of them. */
    private static boolean ofAnotherMode(Volume wanted, Observed observed) {
        return observed.nodesWithVolume(wanted.name()).stream()
                .map(n -> n.labels().get(Labels.VOLUME_PREFIX + wanted.name()))
                .anyMatch(written -> Volume.copy(written) != Volume.copy(wanted.written()));
    }
}
