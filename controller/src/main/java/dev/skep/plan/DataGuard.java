package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Data;
import dev.skep.observed.Observed;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps a manifest from leaving behind what was counted for it. */
final class DataGuard {
    private DataGuard() {}

    /** What was counted in a volume that nothing wanted would read is missing from the count: nothing is done then. */
    static Optional<Hold> objection(Desired desired, Observed observed) {
        if (desired.services().isEmpty()) {
            return Optional.empty(); // a deleted manifest keeps its volumes
        }
        var wanted = desired.services().stream().map(DesiredService::name).collect(Collectors.toSet());
        var stranded = Data.volumes(desired.name(), observed).stream()
                .filter(v -> !wanted.contains(v))
                .filter(v -> !handedOver(v, desired, observed))
                .toList();
        return stranded.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hold(
                        Hold.MODE_CHANGE,
                        ("with this redis.mode nothing would read what was counted in %s, and no count is moved whose Redis are"
                                        + " not there: write the mode again that it was counted with (where several Redis share a count, sentinel;"
                                        + " once it is Ready the mode can be changed), or use another name")
                                .formatted(String.join(", ", stranded))));
    }

    /** A copy of a shared count that runs is handed over before it goes; one that does not run may know more than the others. */
    static boolean handedOver(String volume, Desired desired, Observed observed) {
        return desired.kept()
                .filter(k -> k instanceof Alone) // those that sentinels watch are wanted until they have been retired
                .filter(k -> volume.startsWith(k.name() + "-"))
                .flatMap(_ -> observed.service(volume))
                .isPresent();
    }
}
