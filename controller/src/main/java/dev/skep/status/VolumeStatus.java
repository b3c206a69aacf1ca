package dev.skep.status;

import dev.skep.desired.Volume;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import java.util.List;

/**
 * Where a volume is.
 *
 * @param nodes those that hold it: one, unless it is lost or ambiguous
 */
public record VolumeStatus(String name, String persistence, List<ObservedNode> nodes) {
    static VolumeStatus of(Volume volume, Observed observed) {
        return new VolumeStatus(
                volume.name(), Volume.persistence(volume.written()), observed.nodesWithVolume(volume.name()));
    }
}
