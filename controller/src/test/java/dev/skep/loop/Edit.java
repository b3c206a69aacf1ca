package dev.skep.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.act.PasswordKey;
import dev.skep.desired.DesiredService;
import dev.skep.desired.Json;
import dev.skep.desired.Sample;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.ResourcesSpec;
import dev.skep.manifest.Topology;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.Rotation;
import dev.skep.plan.Adoption;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Every kind of thing that happens to the manifests, or to what runs, and makes a plan of its own. */
enum Edit {
    CREATE((folder, swarm) -> folder.holds(Before.INCR)),
    CREATE_THREE((folder, swarm) ->
            folder.holds(Before.INCR, Before.OTHER, Sample.named("third").withVia(Via.NONE))),
    CREATE_PER_REPLICA((folder, swarm) -> folder.holds(Before.INCR.perReplica())),
    CREATE_SENTINEL((folder, swarm) -> folder.holds(Before.SENTINEL)),
    CREATE_WHERE_KERNELS_LACK_IPVS((folder, swarm) -> {
        swarm.node(2).ipvs(false);
        folder.holds(Before.INCR.withVia(Via.AUTO));
    }),
    CREATE_AFTER_A_REDIS_THAT_NEVER_RAN_WROTE_OTHERWISE((folder, swarm) -> {
        swarm.slow("slow:1");
        folder.holds(Before.INCR.withRedisImage("slow:1"));
        var passes = new Passes(swarm, folder, Before.KEY);
        for (int pass = 0; pass < 5; pass++) {
            passes.pass();
        }
        folder.holds(Before.INCR.withPersistence(Persistence.RDB));
    }),
    SCALE(Before.INCR.withReplicas(10)),
    IMAGE(Before.INCR.withImage("skep/incrementor:2")),
    BAD_IMAGE((folder, swarm) -> {
        swarm.bad("broken:1");
        folder.holds(Before.INCR.withImage("broken:1"), Before.OTHER);
    }),
    BAD_REDIS_AFTER_A_GOOD_APP((folder, swarm) -> {
        swarm.bad("broken:1");
        folder.holds(Before.INCR.withImage("skep/incrementor:2").withRedisImage("broken:1"), Before.OTHER);
    }),
    REDIS_IMAGE(Before.INCR.withRedisImage("redis:8")),
    RESOURCES(Before.INCR.withResources(new ResourcesSpec(250_000_000, 64 << 20))),
    PORT(Before.INCR.withPort(9000)),
    WAY_IN(Before.INCR.withVia(Via.HOST)),
    NO_WAY_IN(Before.INCR.withVia(Via.NONE)),
    ALL_AT_ONCE(Before.INCR
            .withImage("skep/incrementor:2")
            .withRedisImage("redis:8")
            .withReplicas(5)
            .withPort(9000)),
    BACK_TO_THE_GENERATION_BEFORE((folder, swarm) -> {
        folder.holds(Before.INCR.withImage("skep/incrementor:2").withReplicas(5), Before.OTHER);
        converge(folder, swarm);
        folder.holds(Before.INCR, Before.OTHER);
    }),
    SUSPENDED(Before.INCR.withImage("skep/incrementor:2").suspended()),
    RESUMED((folder, swarm) -> {
        folder.holds(Before.INCR.withImage("skep/incrementor:2").suspended(), Before.OTHER);
        converge(folder, swarm);
        folder.holds(Before.INCR.withImage("skep/incrementor:2"), Before.OTHER);
    }),
    MORE_SHARDS(Before.PER_REPLICA, (folder, swarm) -> folder.holds(Before.PER_REPLICA.withReplicas(4), Before.OTHER)),
    FEWER_SHARDS(Before.PER_REPLICA, (folder, swarm) -> folder.holds(Before.PER_REPLICA.withReplicas(1), Before.OTHER)),
    IMAGE_OF_ALL_SHARDS(
            Before.PER_REPLICA,
            (folder, swarm) -> folder.holds(Before.PER_REPLICA.withRedisImage("redis:8"), Before.OTHER)),
    SENTINEL_APP(
            Before.SENTINEL,
            (folder, swarm) -> folder.holds(Before.SENTINEL.withImage("skep/incrementor:2"), Before.OTHER)),
    SENTINEL_IMAGE(
            Before.SENTINEL, (folder, swarm) -> folder.holds(Before.SENTINEL.withRedisImage("redis:8"), Before.OTHER)),
    SENTINEL_BAD_IMAGE(Before.SENTINEL, (folder, swarm) -> {
        swarm.bad("broken:1");
        folder.holds(Before.SENTINEL.withRedisImage("broken:1"), Before.OTHER);
    }),
    SENTINEL_MORE_MEMBERS(Before.SENTINEL, (folder, swarm) -> folder.holds(Before.SENTINEL.sentinel(5), Before.OTHER)),
    SENTINEL_FEWER_OF_EACH(
            Before.SENTINEL.withTopology(new Topology.Sentinel(4, 4, 3, Duration.ofSeconds(1))),
            (folder, swarm) -> folder.holds(Before.SENTINEL, Before.OTHER)),
    SENTINEL_PASSWORD(Before.SENTINEL, (folder, swarm) -> new Town(swarm).rotate("incr", new Rotation(0, 1))),
    SENTINEL_REMOVED_MEMBER(Before.SENTINEL, (folder, swarm) -> new Town(swarm).removeService("incr-redis-1")),
    SENTINEL_DELETE(Before.SENTINEL, (folder, swarm) -> folder.holds(Before.OTHER)),
    DRIFT_OF_REPLICAS(
            "incr-app", spec -> spec.withObject("Mode").withObject("Replicated").put("Replicas", 1)),
    DRIFT_OF_IMAGE("incr-app", spec -> container(spec).put("Image", "somebody/elses:1")),
    DRIFT_OF_ENVIRONMENT("incr-app", spec -> container(spec).putArray("Env").add("REDIS_NODES=elsewhere:6379")),
    DRIFT_OF_LIMITS("incr-redis-1", spec -> spec.withObject("TaskTemplate")
            .set("Resources", Json.object("Limits", Map.of("NanoCPUs", 1)))),
    DRIFT_OF_PORTS("incr-app", spec -> spec.set("EndpointSpec", Json.object("Mode", "vip"))),
    DRIFT_OF_CONFIGS("incr-gateway", spec -> container(spec).putArray("Configs")),
    PASSWORD((folder, swarm) -> new Town(swarm).rotate("incr", new Rotation(0, 1))),
    ALL_PASSWORDS((folder, swarm) -> new Town(swarm).rotate("incr", new Rotation(1, 0))),
    PASSWORD_WHILE_THE_APP_CHANGES((folder, swarm) -> {
        folder.holds(Before.INCR.withImage("skep/incrementor:2"), Before.OTHER);
        new Town(swarm).rotate("incr", new Rotation(0, 1));
    }),
    REMOVED_APP((folder, swarm) -> new Town(swarm).removeService("incr-app")),
    REMOVED_REDIS((folder, swarm) -> new Town(swarm).removeService("incr-redis-1")),
    DATA_LOST_AND_ACCEPTED((folder, swarm) -> {
        swarm.empty("incr-redis-1");
        swarm.observe();
        new Town(swarm).accept("incr", "incr-redis-1");
    }),
    ADOPTED((folder, swarm) -> adopt("incr-app", Before.INCR, folder, swarm)),
    ADOPTED_WITH_A_DIFFERENCE(
            (folder, swarm) -> adopt("incr-app", Before.INCR.withImage("skep/incrementor:2"), folder, swarm)),
    ADOPTED_FROM_A_STACK((folder, swarm) -> adopt("incr_app", Before.INCR, folder, swarm)),
    DELETE((folder, swarm) -> folder.holds(Before.OTHER)),
    DELETE_CONFIRMED((folder, swarm) -> {
        folder.unreadable("there is no folder");
        swarm.createConfig(
                "a-confirmation",
                Map.of(Labels.NAME, "incr", Labels.COMPONENT, Deletions.CONFIRM_DELETE),
                "incr".getBytes(StandardCharsets.UTF_8));
    });

    /** What runs before the edit, unless it creates. */
    static final class Before {
        static final PasswordKey KEY = PasswordKey.random();
        static final Sample INCR = Sample.named("incr");
        static final Sample OTHER = Sample.named("other").withVia(Via.NONE).withReplicas(1);
        static final Sample PER_REPLICA = INCR.withVia(Via.NONE).withReplicas(2).perReplica();
        static final Sample SENTINEL = INCR.withVia(Via.NONE).withReplicas(1).sentinel();

        private Before() {}
    }

    @SuppressWarnings("ImmutableEnumChecker") // a record of what nobody changes
    private final Sample before;

    @SuppressWarnings("ImmutableEnumChecker") // a function, not state
    private final BiConsumer<Folder, FakeSwarm> happens;

    Edit(BiConsumer<Folder, FakeSwarm> happens) {
        this(Before.INCR, happens);
    }

    Edit(Sample before, BiConsumer<Folder, FakeSwarm> happens) {
        this.before = before;
        this.happens = happens;
    }

    Edit(Sample edited) {
        this((folder, swarm) -> folder.holds(edited, Before.OTHER));
    }

    Edit(String service, Consumer<ObjectNode> drift) {
        this((folder, swarm) -> new Town(swarm).meddle(service, drift));
    }

    /** Lets it happen to what runs before it, if it does not create. */
    void happen(Folder folder, FakeSwarm swarm) {
        if (!name().startsWith("CREATE")) {
            folder.holds(before, Before.OTHER);
            converge(folder, swarm);
        }
        happens.accept(folder, swarm);
    }

    private static void converge(Folder folder, FakeSwarm swarm) {
        new Passes(swarm, folder, Before.KEY).converge();
    }

    private static ObjectNode container(ObjectNode spec) {
        return spec.withObject("TaskTemplate").withObject("ContainerSpec");
    }

    /** The app was somebody else's until just now. */
    private static void adopt(String called, Sample asked, Folder folder, FakeSwarm swarm) {
        var town = new Town(swarm);
        town.removeService("incr-app");
        var foreign = app(folder, town.observe()).spec().deepCopy();
        foreign.put("Name", called).putObject("Labels");
        container(foreign).remove("Labels");
        swarm.createService(foreign);
        town.observe();
        folder.holds(asked, Before.OTHER);
        var observed = town.observe();
        var app = app(folder, observed);
        var there = swarm.find(called).orElseThrow();
        var differences = Adoption.differences(there, app, asked.manifest(), observed.networkNames());
        swarm.updateService(there.id(), there.version(), Adoption.labelled(there, app, differences));
    }

    private static DesiredService app(Folder folder, Observed observed) {
        return Wanted.of("incr", folder.get(), observed, Before.KEY.fingerprint()).desired().services().stream()
                .filter(s -> s.name().equals("incr-app"))
                .findFirst()
                .orElseThrow();
    }
}
