package dev.skep.manifest;

import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.FieldType.Exactly;
import dev.skep.manifest.FieldType.OneOf;
import dev.skep.manifest.FieldType.Truth;
import dev.skep.manifest.Member.Field;
import dev.skep.manifest.Member.Section;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.manifest.UpdateSpec.Order;
import java.time.Duration;
import java.util.Set;

/**
 * Every field of a manifest: the only place that knows their names, types, ranges, defaults and what they do. The reader,
 * the JSON Schema, {@code skep explain} and the reference in docs/manifest.md all say what stands here.
 */
final class ManifestFields {
    /** The words of {@code spec.redis.mode}. */
    enum RedisMode {
        SINGLE,
        SENTINEL,
        PER_REPLICA
    }

    private static final String NO_RESTART = "Nothing restarts. The next rollout goes by it.";
    private static final String ROLLOUT = "The replicas are replaced, as spec.app.update says.";
    private static final String SENTINELS_RESTART =
            "The Sentinels restart, one after the other; Redis does not." + " In another mode nothing happens.";

    static final Field<String> API_VERSION = Field.required("apiVersion", new Exactly("skep.dev/v1"), "skep.dev/v1")
            .help("The version of this format.", "It has one value.");
    static final Field<String> KIND = Field.required("kind", new Exactly("Incrementor"), "Incrementor")
            .help("What is described: a counter behind HTTP, and the Redis it counts in.", "It has one value.");

    static final Field<String> NAME = Field.required("name", new NameType(40, "skep"), "")
            .help(
                    "Everything made for the manifest is named after it, such as incr-app and incr-redis-1."
                            + " A name may occur once in all files; if it occurs twice, neither manifest counts.",
                    "Another name is another counter, which starts at 0. What the old name made is removed,"
                            + " but its volume stays, and a manifest of that name continues the count.");
    static final Section METADATA = Section.required("metadata", "What the manifest is called.", NAME);

    static final Field<Integer> PORT = Field.optional("port", new PortType(Set.of(2377, 7946)), "8080")
            .help(
                    "The published TCP port. Two manifests cannot publish one port, unless via is none; the first one"
                            + " keeps it.",
                    "What publishes it is replaced: the gateway node by node, else the replicas. The old port closes.");
    static final Field<Via> VIA = Field.optional("via", new OneOf<>(Via.class), "auto")
            .help(
                    "How the port is reached. ingress: Swarm's routing mesh, it answers on every node; needs IPVS in the"
                            + " nodes' kernels. host: on each node that runs a replica, so at most one replica a node."
                            + " gateway: HAProxy, on every node. none: only from inside the manifest's network."
                            + " auto: ingress where every kernel has IPVS, else gateway.",
                    "The replicas are replaced, the gateway comes or goes; the port is closed for some seconds.");
    static final Section EXPOSE =
            Section.optional("expose", "How the counter is reached from outside the swarm.", PORT, VIA);

    static final Field<Long> CPUS = Field.optional("cpus", new CpusType("0.01", "1024"), "no limit", 0L)
            .help("CPU time, in cores (0.5) or thousandths of a core (500m).", ROLLOUT);
    static final Field<Long> MEMORY = Field.optional("memory", new SizeType("32Mi", "1Ti"), "no limit", 0L)
            .help("Memory, in bytes with a unit: 128Mi is 128 x 2^20, 128M is 128 x 10^6.", ROLLOUT);
    static final Section RESOURCES = Section.optional("resources", "The limits of one replica.", CPUS, MEMORY);

    /** At most what the gateway waits for, and what it lets finish before it ends. */
    static final Field<Duration> REQUEST_TIMEOUT = Field.optional(
                    "requestTimeout", new DurationType("100ms", "15s"), "5s")
            .help(
                    "How long a request waits for Redis, as in a failover, before it is answered 503."
                            + " A replica that is to end has so much time more to answer what it was asked.",
                    ROLLOUT);

    static final Field<Order> ORDER = Field.optional("order", new OneOf<>(Order.class), "start-first")
            .help(
                    "start-first starts the new replica before it stops the old one. With via: host it must be stop-first,"
                            + " and is when not written: a new replica would wait for ever for the port of the old one.",
                    NO_RESTART);
    static final Field<Integer> PARALLELISM = Field.optional("parallelism", new WholeNumber(1, 256, ""), "1")
            .help("How many replicas are replaced at a time; more than there are means all at once.", NO_RESTART);
    /** Not zero: to Swarm that is five seconds. */
    static final Field<Duration> MONITOR = Field.optional("monitor", new DurationType("100ms", "1h"), "3s")
            .help(
                    "How long Swarm still watches a new replica once it runs: if one ends sooner, the rollout has failed."
                            + " A rollout, and the way back of one that failed, last so much longer, and so long it is not Ready."
                            + " Redis, its Sentinels and the gateway are always watched for 3s.",
                    NO_RESTART);

    static final Field<FailureAction> FAILURE_ACTION = Field.optional(
                    "failureAction", new OneOf<>(FailureAction.class), "rollback")
            .help(
                    "rollback to what ran before, the manifest as a whole, also what of it had been changed well;"
                            + " or pause, and leave it to you.",
                    NO_RESTART);
    static final Field<Duration> DEADLINE = Field.optional("deadline", new DurationType("1s", "24h"), "2m")
            .help(
                    "A rollout in which no replica has come to run for so long counts as failed."
                            + " It must leave the time to pull the image and to become healthy.",
                    NO_RESTART);
    static final Section UPDATE = Section.optional(
            "update",
            "How replicas are replaced when the manifest changes.",
            ORDER,
            PARALLELISM,
            MONITOR,
            FAILURE_ACTION,
            DEADLINE);

    static final Field<ImageRef> APP_IMAGE = Field.optional("image", new ImageType(), "skep/incrementor:1.0.0")
            .help("The image of the web service that counts, as docker pull takes it.", ROLLOUT);
    static final Field<Integer> REPLICAS = Field.optional(
                    "replicas", new WholeNumber(1, 256, "the gateway has 256 slots"), "1")
            .help(
                    "How many tasks of the web service run.",
                    "Those that are missing start, those that are too many end. The others go on.");
    static final Section APP = Section.optional(
            "app", "The web service that counts.", APP_IMAGE, REPLICAS, EXPOSE, RESOURCES, REQUEST_TIMEOUT, UPDATE);

    static final Field<Integer> MEMBERS = Field.optional("members", new WholeNumber(2, Topology.MOST_MEMBERS, ""), "3")
            .help(
                    "How many Redis hold the count: one primary, the others are its replicas.",
                    "The app is told, then more are added and copy the data. Those that are too many go one at a time, each"
                            + " once the others have all; then the app is told. In another mode nothing happens.");
    static final Field<Integer> SENTINELS = Field.optional(
                    "sentinels",
                    new WholeNumber(3, Topology.MOST_SENTINELS, "fewer have no majority once one is lost"),
                    "3")
            .help(
                    "How many Sentinels watch the primary. A majority of them must be there for a failover, so an even"
                            + " number bears no more losses than the odd one below it.",
                    "The app is told, then those that are missing start. Those that are too many end one at a time, each once"
                            + " the others have forgotten the one before; then the app is told. In another mode nothing happens.");
    static final Field<Integer> QUORUM = Field.optional(
                    "quorum",
                    new WholeNumber(1, Topology.MOST_SENTINELS, "at most the sentinels"),
                    "a majority of the sentinels",
                    1)
            .help(
                    "How many Sentinels must miss the primary before a failover is put to the vote. The vote itself always"
                            + " needs a majority, so a small quorum is quicker and no less safe.",
                    SENTINELS_RESTART);
    static final Field<Duration> DOWN_AFTER = Field.optional("downAfter", new DurationType("100ms", "5m"), "1s")
            .help("How long the primary must be silent before a Sentinel misses it.", SENTINELS_RESTART);
    static final Section SENTINEL = Section.optional(
            "sentinel",
            "The group of Redis and its Sentinels, where spec.redis.mode is sentinel; checked in every mode, so that the"
                    + " mode alone can be changed.",
            MEMBERS,
            SENTINELS,
            QUORUM,
            DOWN_AFTER);

    static final Field<RedisMode> MODE = Field.optional("mode", new OneOf<>(RedisMode.class), "single")
            .help(
                    "How many Redis there are. single: one for all replicas. sentinel: one count in several copies, that"
                            + " outlives a Redis or a node. per-replica: a Redis and a count for each replica."
                            + " docs/topologies.md tells what each promises.",
                    "While it counts: what was counted is moved, and no request fails. To and from per-replica / and /counter"
                            + " tell for some seconds what the task's new counter has, and then all; ?scope=all tells all"
                            + " the while.");
    static final Field<ImageRef> REDIS_IMAGE = Field.optional("image", new ImageType(), "redis:7")
            .help(
                    "Any image with redis-server and redis-cli, as docker pull takes it; Valkey's too.",
                    "While it counts: one of the new image copies the one before and takes over, and writes wait some tenths of"
                            + " a second; in mode sentinel the copies restart one after the other before. In mode per-replica Redis"
                            + " restarts on its data; requests wait or get 503 until it is back.");
    static final Field<Persistence> PERSISTENCE = Field.optional("persistence", new OneOf<>(Persistence.class), "aof")
            .help(
                    "What Redis writes to its volume: each change before it is answered (aof), snapshots (rdb),"
                            + " or nothing (none).",
                    "In mode single while it counts: one that writes so copies the one before and takes over. In the other modes it"
                            + " is held (PersistenceChange) once it has counted, for Redis would start without its data: write the old"
                            + " value again, change the mode first, or use another name.");
    static final Section REDIS =
            Section.optional("redis", "Where the count is kept.", MODE, REDIS_IMAGE, PERSISTENCE, SENTINEL);

    static final Field<Boolean> SUSPEND = Field.optional("suspend", new Truth(), "false")
            .help(
                    "true: Skep observes and reports, and changes nothing.",
                    "Nothing restarts. Once it is false again, what was held meanwhile is done.");
    static final Section SPEC = Section.required("spec", "What is wanted.", SUSPEND, APP, REDIS);

    /** A whole document. */
    static final Section MANIFEST =
            Section.required("", "One counter and all that it needs.", API_VERSION, KIND, METADATA, SPEC);

    private ManifestFields() {}
}
