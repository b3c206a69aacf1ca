package dev.skep.observed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A service as Swarm holds it.
 *
 * @param name that a manifest asks for it by, which is Swarm's own but for what {@code docker stack deploy} made
 * @param version for compare-and-set
 * @param spec the whole raw spec: docker-java's typed model would drop fields
 * @param previous what it was before the last update
 * @param running tasks that run, of any version of the spec
 * @param wanted tasks that should run
 * @param updatedAt when its spec, or how its rollout goes, last changed
 */
public record ObservedService(
        String id,
        String name,
        long version,
        ObjectNode spec,
        Optional<Previous> previous,
        Optional<Rollout> rollout,
        int running,
        int wanted,
        Instant updatedAt) {

    /** The name that a manifest asks for a service of this spec by. */
    public static String nameOf(JsonNode spec) {
        return spec.path("Labels")
                .path(Labels.STANDS_FOR)
                .asText(spec.path("Name").asText());
    }

    /** What Swarm calls it. */
    public String nameInSwarm() {
        return spec.path("Name").asText();
    }

    private static final String BY_VOLUME = "node.labels." + Labels.VOLUME_PREFIX;
    private static final String BY_ID = "node.id==";

    /** Which node its tasks are bound to. */
    sealed interface Place {
        /** The one that holds this volume. */
        record ByVolume(String volume) implements Place {}

        /** The one with this id. */
        record ById(String node) implements Place {}
    }

    /** The nodes that its tasks are bound to, be it by a volume; empty: to none. */
    List<Place> places() {
        return spec.at("/TaskTemplate/Placement/Constraints")
                .valueStream()
                .map(c -> c.asText())
                .flatMap(ObservedService::place)
                .toList();
    }

    private static Stream<Place> place(String constraint) {
        if (constraint.startsWith(BY_ID)) {
            return Stream.of(new Place.ById(constraint.substring(BY_ID.length())));
        }
        return constraint.startsWith(BY_VOLUME)
                ? Stream.of(new Place.ByVolume(
                        constraint.substring(BY_VOLUME.length()).replaceFirst("==.*", "")))
                : Stream.of();
    }

    /** The value of a label of the service, or the empty string. */
    public String label(String key) {
        return spec.path("Labels").path(key).asText("");
    }

    /** The generation of the manifest at which it last changed; 0: none. */
    public long generation() {
        return Generation.numberIn(label(Labels.GENERATION));
    }

    /** The hash of the template that its tasks are made from. */
    public String templateHash() {
        var hash = ObservedTask.templateHashOf(spec.path("TaskTemplate"));
        return hash.isEmpty() ? label(Labels.ADOPTED) : hash;
    }

    /** Whether Swarm's word on its last update is this. */
    public boolean rollsOut(Rollout.State state) {
        return rollout.filter(r -> r.state() == state).isPresent();
    }

    /** Whether it asks for a number of tasks, and not for one on every node. */
    boolean replicated() {
        return spec.path("Mode").has("Replicated");
    }

    /** Whether the spec, or the one to roll back to, refers to this secret or config. */
    public boolean refersTo(String secretOrConfig) {
        return mounts(secretOrConfig)
                || previous.filter(p -> p.files().contains(secretOrConfig)).isPresent();
    }

    /** Whether its tasks have this secret or config. */
    public boolean mounts(String secretOrConfig) {
        return Previous.files(spec).contains(secretOrConfig);
    }
}
