package dev.skep.loop;

import dev.skep.desired.Beyond;
import dev.skep.desired.Context;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredSecret;
import dev.skep.desired.Exposure;
import dev.skep.desired.Incrementor;
import dev.skep.desired.LoneMember;
import dev.skep.desired.SentinelPlaces;
import dev.skep.desired.topology.Passage;
import dev.skep.manifest.Manifest;
import dev.skep.observed.Observed;
import dev.skep.observed.Rotation;
import dev.skep.observed.Shared;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

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
        return desired(manifest, exposure, observed, this::kept);
    }

    /** By the one that is to hold the count, where that is one. */
    private Desired desired(
            Manifest manifest,
            Exposure.Decided exposure,
            Observed observed,
            BiFunction<Manifest, Context, Desired> made) {
        var passage = passage(manifest, observed);
        var next = manifest.with(passage.next());
        var desired = new LoneMember(
                        passage.numbers(),
                        observed,
                        numbers -> made.apply(next, context(next, passage.with(numbers), exposure, observed)))
                .desired();
        return leadingOn(desired, manifest, passage, exposure, observed);
    }

    private Desired kept(Manifest next, Context context) {
        return made.compute(
                        next.name(),
                        (_, last) -> last != null
                                        && last.context().equals(context)
                                        && last.manifest().equals(next)
                                ? last
                                : new Made(next, context, sharing(Incrementor.desired(next, context))))
                .desired();
    }

    private static Passage passage(Manifest manifest, Observed observed) {
        var redis = manifest.spec().redis();
        return Passage.of(manifest.name(), redis.topology(), redis.persistence(), observed);
    }

    /** Knowing what is asked for, where that comes after it. */
    private Desired leadingOn(
            Desired desired, Manifest manifest, Passage passage, Exposure.Decided exposure, Observed observed) {
        return passage.indirect()
                ? desired.besides(Incrementor.desired(manifest, context(manifest, passage, exposure, observed)))
                : desired;
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
        return desired(manifest, exposure, observed, Incrementor::desired);
    }

    private Context context(Manifest manifest, Passage passage, Exposure.Decided exposure, Observed observed) {
        var numbers = passage.numbers();
        return new Context(
                exposure.way(),
                fingerprint,
                passage.shards(),
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
