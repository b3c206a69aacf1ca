package dev.skep.swarm;

import dev.skep.backup.Holding;
import dev.skep.observed.ObservedShare;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a simulated Redis has in its volume.
 *
 * @param batches grows with each that is counted or restored
 * @param restored the counts before, by the ids of what was restored
 * @param lead who leads by itself
 * @param saved the same, once it is on the disk
 * @param share what of it a sum needs besides counts
 */
record SimulatedVolume(
        long batches,
        long count,
        Map<String, Long> restored,
        Optional<String> lead,
        Optional<String> saved,
        Optional<ObservedShare> share) {
    /** Nothing was ever counted in it. */
    static final SimulatedVolume NEW =
            new SimulatedVolume(0, 0, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

    SimulatedVolume counted() {
        return new SimulatedVolume(batches + 1, count + 1, restored, lead, saved, share);
    }

    /** Once for each id. */
    SimulatedVolume restored(String id, long to) {
        if (restored.containsKey(id)) {
            return this;
        }
        var all = new LinkedHashMap<>(restored);
        all.put(id, count);
        return new SimulatedVolume(batches + 1, to, Map.copyOf(all), lead, saved, share);
    }

    /** What stands there for sums changes, and by so much the count. */
    SimulatedVolume shares(ObservedShare with, long more) {
        return new SimulatedVolume(batches + 1, count + more, restored, lead, saved, Optional.of(with));
    }

    SimulatedVolume leads(Optional<String> who) {
        return new SimulatedVolume(batches, count, restored, who, saved, share);
    }

    SimulatedVolume saves(Optional<String> who) {
        return new SimulatedVolume(batches, count, restored, lead, who, share);
    }

    Holding holding() {
        return new Holding(
                count,
                restored.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> "1:" + e.getValue())));
    }
}
