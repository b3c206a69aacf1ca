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

/** Every field of a manifest: the only place that knows their names, types, ranges and defaults. */
final class ManifestFields {
    /** The words of {@code spec.redis.mode}, those that are still refused included. */
    enum RedisMode {
        SINGLE,
        SENTINEL,
        PER_REPLICA
    }

    static final Field<String> API_VERSION = Field.required("apiVersion", new Exactly("skep.dev/v1"), "skep.dev/v1");
    static final Field<String> KIND = Field.required("kind", new Exactly("Incrementor"), "Incrementor");

    static final Field<String> NAME = Field.required("name", new NameType(40, "skep"), "");
    static final Section METADATA = Section.required("metadata", NAME);

    static final Field<Integer> PORT = Field.optional("port", new WholeNumber(1, 65535, ""), "8080");
    static final Field<Via> VIA = Field.optional("via", new OneOf<>(Via.class), "auto");
    static final Section EXPOSE = Section.optional("expose", PORT, VIA);

    static final Field<Long> CPUS = Field.optional("cpus", new CpusType("0.01", "1024"), "no limit", 0L);
    static final Field<Long> MEMORY = Field.optional("memory", new SizeType("32Mi", "1Ti"), "no limit", 0L);
    static final Section RESOURCES = Section.optional("resources", CPUS, MEMORY);

    static final Field<Order> ORDER = Field.optional("order", new OneOf<>(Order.class), "start-first");
    static final Field<Integer> PARALLELISM = Field.optional("parallelism", new WholeNumber(1, 256, ""), "1");
    static final Field<FailureAction> FAILURE_ACTION =
            Field.optional("failureAction", new OneOf<>(FailureAction.class), "rollback");
    static final Field<Duration> DEADLINE = Field.optional("deadline", new DurationType("1s", "24h"), "2m");
    static final Section UPDATE = Section.optional("update", ORDER, PARALLELISM, FAILURE_ACTION, DEADLINE);

    static final Field<ImageRef> APP_IMAGE = Field.optional("image", new ImageType(), "skep/incrementor:1.0.0");
    static final Field<Integer> REPLICAS =
            Field.optional("replicas", new WholeNumber(1, 256, "the gateway has 256 slots"), "1");
    static final Section APP = Section.optional("app", APP_IMAGE, REPLICAS, EXPOSE, RESOURCES, UPDATE);

    static final Field<Integer> MEMBERS = Field.optional("members", new WholeNumber(2, 9, ""), "3");
    static final Field<Integer> SENTINELS = Field.optional("sentinels", new WholeNumber(1, 9, ""), "3");
    static final Field<Integer> QUORUM =
            Field.optional("quorum", new WholeNumber(1, 9, "at most the sentinels"), "a majority of the sentinels", 1);
    static final Field<Duration> DOWN_AFTER = Field.optional("downAfter", new DurationType("100ms", "5m"), "1s");
    static final Section SENTINEL = Section.optional("sentinel", MEMBERS, SENTINELS, QUORUM, DOWN_AFTER);

    static final Field<RedisMode> MODE = Field.optional("mode", new OneOf<>(RedisMode.class), "single");
    static final Field<ImageRef> REDIS_IMAGE = Field.optional("image", new ImageType(), "redis:7");
    static final Field<Persistence> PERSISTENCE = Field.optional("persistence", new OneOf<>(Persistence.class), "aof");
    static final Section REDIS = Section.optional("redis", MODE, REDIS_IMAGE, PERSISTENCE, SENTINEL);

    static final Field<Boolean> SUSPEND = Field.optional("suspend", new Truth(), "false");
    static final Section SPEC = Section.required("spec", SUSPEND, APP, REDIS);

    /** A whole document. */
    static final Section MANIFEST = Section.required("", API_VERSION, KIND, METADATA, SPEC);

    private ManifestFields() {}
}
