package dev.skep.loop;

import dev.skep.desired.Beyond;
import dev.skep.desired.Context;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredSecret;
import dev.skep.desired.Exposure;
import dev.skep.desired.Incrementor;
import dev.skep.desired.SentinelPlaces;
import dev.skep.desired.topology.Data;
import dev.skep.manifest.Manifest;
import dev.skep.observed.Observed;
import dev.skep.observed.Rotation;
import dev.skep.observed.Shared;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes of manifests what the swarm should hold, and keeps it as long as neither the manifest nor what else it depends on
 * changes: making it takes longer than to see that nothing is to be done.
 */
final class Maker {
    private record Made(Manifest manifest, Context context, Desired desired) {}

    private final String fingerprint;
    private final Map<String, Made> made = new ConcurrentHashMap<>();
    private final Shared shared = new Shared();

    /**
     * Keeps nothing yet.
     *
     * @param fingerprint of the controller's key
     */
    Maker(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** What a manifest asks for, in the swarm as it is. */
    Desired desired(Manifest manifest, Exposure.Decided exposure, Observed observed) {
        var context = context(manifest, exposure, observed);
        return made.compute(
                        manifest.name(),
                        (_, last) -> last != null
                                        && last.context().equals(context)
                                        && last.manifest().equals(manifest)
                                ? last
                                : new Made(manifest, context, sharing(Incrementor.desired(manifest, context))))
                .desired();
    }

    /** What others ask for as well is kept once. */
    private Desired sharing(Desired fresh) {
        fresh.services().forEach(s -> shared.within(s.spec()));
        var secrets = fresh.secrets().stream()
                .map(s -> new DesiredSecret(s.name(), s.labels(), shared.text(s.template())))
                .toList();
        return fresh.with(secrets);
    }

    /** The same for a manifest of before, of which few are asked for: what is kept stays. */
    Desired earlier(Manifest manifest, Exposure.Decided exposure, Observed observed) {
        return Incrementor.desired(manifest, context(manifest, exposure, observed));
    }

    private Context context(Manifest manifest, Exposure.Decided exposure, Observed observed) {
        var numbers = Data.numbers(manifest.name(), observed);
        return new Context(
                exposure.way(),
                fingerprint,
                Data.shards(manifest.name(), observed),
                Rotation.of(manifest.name(), observed),
                numbers,
                SentinelPlaces.of(manifest, numbers, observed),
                Beyond.of(manifest, numbers, observed));
    }

    /** Forgets all others. */
    void keepOnly(Set<String> names) {
        made.keySet().retainAll(names);
    }
}
