package dev.skep.desired;

import dev.skep.desired.topology.Numbers;
import dev.skep.desired.topology.Shards;
import dev.skep.observed.Rotation;
import java.util.Map;

/**
 * What a manifest does not say, and what the swarm should hold depends on all the same.
 *
 * @param way how the counter is reached
 * @param fingerprint of the controller's key, which passwords are derived from
 * @param shards the shards that there are or were
 * @param rotation how often its passwords were changed
 * @param numbers of the members that a shared count has already
 * @param places of the sentinels that stand beside no member: the id of the node of each
 * @param beyond what there is of a count that sentinels watch, and is not asked for
 */
public record Context(
        Exposure.Way way,
        String fingerprint,
        Shards shards,
        Rotation rotation,
        Numbers numbers,
        Map<String, String> places,
        Beyond beyond) {

    public Context {
        places = Map.copyOf(places);
    }

    /** The same where nothing is there that is not asked for. */
    Context asAsked() {
        return new Context(way, fingerprint, shards, rotation, numbers, places, Beyond.NOTHING);
    }
}
