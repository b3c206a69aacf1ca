package dev.skep.manifest;

import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.Fields.Written;
import dev.skep.manifest.UpdateSpec.Order;
import java.util.List;
import java.util.Optional;

/** Reads the {@code spec} of a document and holds its fields against each other. */
final class SpecReader {
    private final List<Problem> problems;
    private Optional<SourcePosition> portAt = Optional.empty();

    SpecReader(List<Problem> problems) {
        this.problems = problems;
    }

    IncrementorSpec read(Fields spec) {
        return new IncrementorSpec(
                spec.get(ManifestFields.SUSPEND),
                app(spec.in(ManifestFields.APP)),
                redis(spec.in(ManifestFields.REDIS)));
    }

    /** Where the published port is written, once the spec is read. */
    Optional<SourcePosition> portAt() {
        return portAt;
    }

    private AppSpec app(Fields app) {
        var expose = expose(app.in(ManifestFields.EXPOSE));
        return new AppSpec(
                app.get(ManifestFields.APP_IMAGE),
                app.get(ManifestFields.REPLICAS),
                expose,
                resources(app.in(ManifestFields.RESOURCES)),
                app.get(ManifestFields.REQUEST_TIMEOUT),
                update(app.in(ManifestFields.UPDATE), expose.via()));
    }

    private ExposeSpec expose(Fields expose) {
        portAt = expose.written(ManifestFields.PORT).map(Written::at);
        return new ExposeSpec(expose.get(ManifestFields.PORT), expose.get(ManifestFields.VIA));
    }

    private static ResourcesSpec resources(Fields resources) {
        return new ResourcesSpec(resources.get(ManifestFields.CPUS), resources.get(ManifestFields.MEMORY));
    }

    private UpdateSpec update(Fields update, Via via) {
        return new UpdateSpec(
                order(update, via),
                update.get(ManifestFields.PARALLELISM),
                update.get(ManifestFields.MONITOR),
                update.get(ManifestFields.FAILURE_ACTION),
                update.get(ManifestFields.DEADLINE));
    }

    /** Start-first with a host port hangs for ever: the new task waits for the old one's port (moby#36934). */
    private Order order(Fields update, Via via) {
        Order asked = update.get(ManifestFields.ORDER);
        if (via != Via.HOST) {
            return asked;
        }
        update.written(ManifestFields.ORDER)
                .filter(order -> order.value() == Order.START_FIRST)
                .ifPresent(order -> problems.add(new Problem(
                        order.at(),
                        "spec.app.update.order must be stop-first where spec.app.expose.via is host, got 'start-first':"
                                + " the new task would wait for ever for the port of the old one")));
        return Order.STOP_FIRST;
    }

    private RedisSpec redis(Fields redis) {
        var sentinel = sentinel(redis.in(ManifestFields.SENTINEL));
        var topology =
                switch (redis.get(ManifestFields.MODE)) {
                    case SINGLE -> new Topology.Single();
                    case PER_REPLICA -> new Topology.PerReplica();
                    case SENTINEL -> sentinel;
                };
        return new RedisSpec(redis.get(ManifestFields.REDIS_IMAGE), redis.get(ManifestFields.PERSISTENCE), topology);
    }

    /** Checked even where the mode does not use it, so that a later change of the mode alone works. */
    private Topology.Sentinel sentinel(Fields sentinel) {
        int sentinels = sentinel.get(ManifestFields.SENTINELS);
        int asked = sentinel.get(ManifestFields.QUORUM);
        var quorum = sentinel.written(ManifestFields.QUORUM);
        quorum.filter(q -> q.value() > sentinels)
                .ifPresent(q -> problems.add(new Problem(
                        q.at(),
                        "spec.redis.sentinel.quorum must be at most the number of sentinels, %d, got %d"
                                .formatted(sentinels, q.value()))));
        return new Topology.Sentinel(
                sentinel.get(ManifestFields.MEMBERS),
                sentinels,
                quorum.isPresent() ? asked : sentinels / 2 + 1,
                sentinel.get(ManifestFields.DOWN_AFTER));
    }
}
