package dev.skep.manifest;

import java.util.Map;
import java.util.Optional;

/**
 * One document of a manifest file, read and valid.
 *
 * @param name the name everything made for it starts with: a DNS label
 * @param at where the document starts, for messages
 * @param spec what is wanted
 * @param written where each field that is written stands, by its path
 * @param text the document as it is written, comments included
 */
public record Manifest(
        String name, SourcePosition at, IncrementorSpec spec, Map<String, SourcePosition> written, String text) {
    public Manifest {
        written = Map.copyOf(written);
    }

    /** The same in another mode. */
    public Manifest with(Topology topology) {
        var redis = new RedisSpec(spec.redis().image(), spec.redis().persistence(), topology);
        return new Manifest(name, at, new IncrementorSpec(spec.suspend(), spec.app(), redis), written, text);
    }

    /** Where a field, such as {@code spec.app.replicas}, is written; empty where it has its default. */
    public Optional<SourcePosition> whereIs(String field) {
        return Optional.ofNullable(written.get(field));
    }
}
