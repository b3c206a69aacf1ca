package dev.skep.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skep.act.PasswordKey;
import dev.skep.backup.Holding;
import dev.skep.desired.DesiredSecret;
import dev.skep.desired.Password;
import dev.skep.desired.Password.User;
import dev.skep.desired.Sample;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.Rotation;
import dev.skep.plan.Crew;
import dev.skep.plan.HealStep;
import dev.skep.plan.Health;
import dev.skep.plan.NextSteps;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/** Three real members and three real sentinels, as the containers start them, each on an address of the loopback. */
final class RealGroup implements AutoCloseable {
    static final List<String> MEMBERS = List.of("incr-redis-1", "incr-redis-2", "incr-redis-3");
    static final List<String> SENTINELS = List.of("incr-sentinel-1", "incr-sentinel-2", "incr-sentinel-3");

    private static final PasswordKey KEY = PasswordKey.random();
    private static final Logins LOGINS = KEY.logins("incr", Rotation.NONE);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Path SCRIPTS =
            Path.of("src/main/resources/dev/skep/desired").toAbsolutePath();

    private final Path folder;
    private final String net;
    private Watched wanted = new Watched("incr-redis", MEMBERS, SENTINELS, 2, Duration.ofSeconds(1));
    private final Redises redises = new JedisRedises(LOGINS, Duration.ofSeconds(1));

    /** For what is said once, and not again at the next look. */
    private final Redises patient = new JedisRedises(LOGINS, Duration.ofSeconds(5));

    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final Map<String, Integer> addresses = new LinkedHashMap<>();
    private final List<String> steps = new ArrayList<>();
    private int lastAddress;
    private long batch;
    private List<String> unwelcome = List.of();
    private List<String> leaving = List.of();

    RealGroup(Path folder) {
        this.folder = folder;
        var random = ThreadLocalRandom.current();
        this.net = "127.%d.%d.".formatted(random.nextInt(1, 255), random.nextInt(1, 255));
        MEMBERS.forEach(m -> addresses.put(m, ++lastAddress));
        SENTINELS.forEach(s -> addresses.put(s, ++lastAddress));
    }

    /** Where it is not, and {@code SKEP_REQUIRE_REDIS=1} says that it must be, nothing is skipped in silence. */
    static boolean installed() {
        var installed = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(f -> Files.isExecutable(Path.of(f, "redis-server")));
        if (!installed && "1".equals(System.getenv("SKEP_REQUIRE_REDIS"))) {
            throw new IllegalStateException("SKEP_REQUIRE_REDIS=1, but redis-server is not on the PATH");
        }
        return installed;
    }

    String address(String service) {
        return net + addresses.get(service);
    }

    /** Swarm gives a task another address each time. */
    void readdress(String service) {
        addresses.put(service, ++lastAddress);
    }

    void start(String service) {
        try {
            var home = Files.createDirectories(folder.resolve(service));
            var command = MEMBERS.contains(service) ? member(service, home) : sentinel(service, home);
            var builder = new ProcessBuilder(command).directory(home.toFile());
            builder.environment()
                    .put(
                            "SKEP_SENTINELS",
                            String.join(
                                    " ", SENTINELS.stream().map(this::address).toList()));
            builder.environment().put("SKEP_PRIMARY_NAME", wanted.name());
            builder.environment().put("SKEP_MEMBER", service);
            builder.environment().put("SKEP_OWN_ADDRESS", address(service));
            builder.environment()
                    .put(
                            "SKEP_PASSWORD_FILE",
                            Files.writeString(home.resolve("password"), secret("incr-redis-health", home))
                                    .toString());
            builder.redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
            processes.put(service, builder.start());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> member(String service, Path home) throws IOException {
        var conf = Files.writeString(home.resolve("redis.conf"), secret("incr-redis-conf", home));
        return List.of(
                "sh",
                SCRIPTS.resolve("start-member.sh").toString(),
                "redis-server",
                conf.toString(),
                "--bind",
                address(service),
                "--bind-source-addr",
                address(service));
    }

    private List<String> sentinel(String service, Path home) throws IOException {
        var text = secret("incr-sentinel-conf", home) + "bind " + address(service) + "\nsentinel announce-ip "
                + address(service) + "\n";
        var conf = Files.writeString(home.resolve("sentinel.conf"), text);
        return List.of("redis-server", conf.toString(), "--sentinel", "--bind-source-addr", address(service));
    }

    /** What the container would be given, but for the folder. */
    private static String secret(String name, Path home) {
        var secret = Sample.named("incr").sentinel().desired().secrets().stream()
                .filter(s -> s.name().startsWith(name + "-"))
                .findFirst()
                .orElseThrow();
        return new String(KEY.text(secret, "incr"), UTF_8).replace("dir /data", "dir " + home);
    }

    /** {@code kill -9}, and it is gone from its address. */
    void kill(String service) {
        try {
            processes.remove(service).destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** It stands still, as it is. */
    void freeze(String service) {
        signal(service, "STOP");
    }

    /** It goes on as if nothing had been. */
    void thaw(String service) {
        signal(service, "CONT");
    }

    private void signal(String service, String signal) {
        try {
            var pid = Long.toString(processes.get(service).pid());
            if (new ProcessBuilder("kill", "-s", signal, pid).start().waitFor() != 0) {
                throw new AssertionError("no process " + pid + " of " + service);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Its disk is lost. */
    void wipe(String service) {
        try (var files = Files.walk(folder.resolve(service))) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Its append-only file is at some time to be again as it is now. */
    void keepFile(String service) {
        copy(folder.resolve(service).resolve("appendonlydir"), folder.resolve(service + "-kept"));
    }

    void restoreFile(String service) {
        wipe(service + "/appendonlydir");
        copy(folder.resolve(service + "-kept"), folder.resolve(service).resolve("appendonlydir"));
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.list(from)) {
            Files.createDirectories(to);
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    ObservedGroup look() {
        return new ObservedGroup(
                wanted.members().stream()
                        .map(this::endpoint)
                        .flatMap(e -> redises.member(e).stream())
                        .toList(),
                wanted.sentinels().stream()
                        .map(this::endpoint)
                        .flatMap(e -> redises.sentinel(e, wanted.name()).stream())
                        .toList(),
                List.of());
    }

    private Endpoint endpoint(String service) {
        return new Endpoint(service, address(service), address(service));
    }

    /** What the controller does in one pass: what fails ends it, and the next look decides anew. */
    ObservedGroup pass() {
        var group = look();
        try {
            for (var step : NextSteps.of(wanted, crew(), group)) {
                act(step);
                steps.add(step.what());
            }
            NextSteps.going(wanted, crew(), group).forEach(this::goes);
        } catch (RedisException e) {
            steps.add("that failed: " + e.getMessage());
        }
        return group;
    }

    private Crew crew() {
        return new Crew(
                wanted.members(),
                List.of(),
                unwelcome,
                List.of(),
                wanted.sentinels(),
                leaving,
                List.of(),
                true,
                true,
                Optional.of(new Crew.Elected(2, Duration.ofSeconds(1))),
                Crew.Outlives.ALL);
    }

    /** Its service is removed: the others do not hear of it. */
    private void goes(String service) {
        kill(service);
        leaving = without(service, leaving);
        wanted = new Watched(
                wanted.name(),
                without(service, wanted.members()),
                without(service, wanted.sentinels()),
                wanted.quorum(),
                wanted.downAfter());
        steps.add(service + " goes");
    }

    private static List<String> without(String service, List<String> services) {
        return services.stream().filter(s -> !s.equals(service)).toList();
    }

    /** Passes until these are there no more, which are not asked for. */
    void lets(List<String> go) {
        leaving = go;
        await(() -> leaving.isEmpty(), this::pass, () -> "not gone: " + leaving + " " + look() + " after " + steps);
    }

    /** Another image is wanted, which all others run already. */
    void replaces(String member) {
        unwelcome = List.of(member);
    }

    /** Passes until this one is the primary. */
    void passUntilLeads(String member) {
        await(
                () -> primary().equals(Optional.of(member)),
                this::pass,
                () -> member + " does not lead: " + look() + " after " + steps);
    }

    private void act(HealStep step) {
        switch (step) {
            case HealStep.Admit _, HealStep.ListGroups _, HealStep.Close _, HealStep.Take _ ->
                throw new AssertionError("it is no shard: " + step);
            case HealStep.Promote s -> redises.promote(s.to());
            case HealStep.Follow s -> redises.follow(s.to(), s.primary().address());
            case HealStep.Monitor s -> redises.monitor(s.to(), s.primary().address(), s.group());
            case HealStep.Unwatch s -> redises.unwatch(s.to(), s.group().name());
            case HealStep.Confirm s -> redises.confirmations(s.to(), s.replicas());
            case HealStep.Lead s -> redises.lead(s.to(), s.who(), s.copies());
            case HealStep.Disarm s -> redises.disarm(s.to());
            case HealStep.HandOver s -> redises.handOver(s.to(), s.target());
            case HealStep.Move s -> redises.move(s.to(), s.target(), s.group(), s.sentinels(), s.copies());
            case HealStep.Name s -> redises.name(s.to(), s.group(), s.sentinels(), s.copies());
            case HealStep.Agree s -> redises.agree(s.to(), s.group(), s.quorum());
        }
    }

    /** Passes until that has been said to somebody. */
    void passUntilSaid(String step) {
        await(() -> steps.contains(step), this::pass, () -> "never said: " + step + " " + look() + " after " + steps);
    }

    /** Passes until all sentinels that are asked for know so many others. */
    void passUntilEachKnows(int others) {
        await(
                () -> look().watching().stream().filter(s -> knows(s, others)).count()
                        == wanted.sentinels().size(),
                this::pass,
                () -> "they know more: " + look() + " after " + steps);
    }

    private static boolean knows(ObservedSentinel sentinel, int others) {
        return sentinel.watches().orElseThrow().sentinels().size() == others;
    }

    /** Does something over and over until that holds, for so long at most. */
    private static void await(BooleanSupplier holds, Runnable meanwhile, Supplier<String> failure) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(failure.get());
            }
            meanwhile.run();
            pause();
        }
    }

    private static void await(BooleanSupplier holds, Supplier<String> failure) {
        await(holds, () -> {}, failure);
    }

    /** Who leads by itself, as its data say. */
    Optional<String> lead(String service) {
        return redises.member(endpoint(service)).orElseThrow().lead();
    }

    /** Passes until every line of what healthy means holds. */
    void heal() {
        var failing = new AtomicReference<>(List.of(Health.values()));
        await(
                () -> failing.get().isEmpty(),
                () -> failing.set(Health.failing(wanted, pass())),
                () -> "not healed: " + failing + " " + look() + " after " + steps);
    }

    /** Until each has on its disk what it copied: before, one that is killed would have lost it. */
    void awaitFiles() {
        await(
                () -> look().members().stream().filter(m -> !m.rewrites()).count() == MEMBERS.size(),
                () -> "a file is written anew for too long: " + look());
    }

    /** Until each has that much in its file: a copy is not waited for by who counts alone, and is killed without what it was late with. */
    void awaitCopied(long count) {
        await(
                () -> wanted.members().stream().allMatch(m -> hasInItsFile(m, count)),
                () -> "not copied: " + count + " " + look());
    }

    private boolean hasInItsFile(String service, long count) {
        try (var jedis = connect(service)) {
            return Long.toString(count).equals(jedis.get("counter"))
                    && jedis.info("persistence").contains("aof_buffer_length:0\r\n");
        }
    }

    /** Until a member has started. */
    void awaitAnswer(String service) {
        await(() -> redises.member(endpoint(service)).isPresent(), () -> service + " does not answer");
    }

    /** Without the controller: until there is a primary that is another than this one. */
    String awaitPrimaryOtherThan(String service) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            var found = primary().filter(p -> !p.equals(service));
            if (found.isPresent()) {
                return found.get();
            }
            pause();
        }
        throw new AssertionError("no other primary: " + look());
    }

    /** Who is the primary; on a busy machine a member may not answer in time, or the sentinels elect another once more. */
    String awaitPrimary() {
        return awaitPrimaryOtherThan("none");
    }

    Optional<String> primary() {
        return look().primary().map(m -> m.endpoint().service());
    }

    List<String> steps() {
        return List.copyOf(steps);
    }

    /** Counts as the app does: once, on the primary, as soon as it has replicas, and a second copy has it. */
    long count() {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try (var jedis = connect(awaitPrimary())) {
                return count(jedis);
            } catch (JedisDataException e) {
                // Right after a failover no replica has come yet: nothing was written then.
                if (!e.getMessage().startsWith("NOREPLICAS") || System.nanoTime() > end) {
                    throw e;
                }
            }
            pause();
        }
    }

    private long count(Jedis jedis) {
        var value = (long) jedis.eval("""
                local value = redis.call('INCR', KEYS[1])
                redis.call('SET', KEYS[2], ARGV[1] .. ':' .. value)
                return value
                """, List.of("counter", "skep:writer:test"), List.of(Long.toString(++batch)));
        if (jedis.waitReplicas(1, 2000) < 1) {
            throw new AssertionError("no second copy");
        }
        return value;
    }

    /** As the controller reads it for a backup. */
    Confirmed<Holding> holding() {
        return redises.holding(endpoint(awaitPrimary()), MEMBERS.size() - 1);
    }

    /** As the controller restores it. */
    Confirmed<Long> restore(String id, Holding holding) {
        return redises.restore(endpoint(awaitPrimary()), id, holding, MEMBERS.size() - 1);
    }

    /**
     * The count goes from one to the other; the sentinels have nothing to say in it. On a busy machine a copy may be a second
     * behind: then nothing has moved, and it is said again at the next look.
     */
    void handOver(String from, String to) {
        between(from, to, redises::handOver);
    }

    /** The same, and the sentinels go on to elect. */
    void passOn(String from, String to) {
        between(from, to, redises::passOn);
    }

    private void between(String from, String to, BiConsumer<Endpoint, Endpoint> handover) {
        electNobody();
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!primary().equals(Optional.of(to))) {
            try {
                handover.accept(endpoint(from), endpoint(to));
            } catch (RedisException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** As the controller moves a count, in calm. */
    void move(String from, String to) {
        electNobody();
        var copies = MEMBERS.stream().filter(m -> !m.equals(from) && !m.equals(to));
        patient.move(
                endpoint(from),
                endpoint(to),
                wanted,
                SENTINELS.stream().map(this::endpoint).toList(),
                copies.map(this::endpoint).toList());
    }

    /** All sentinels may elect, whomever they watch. */
    void electAgain() {
        SENTINELS.forEach(s -> patient.agree(endpoint(s), wanted.name(), wanted.quorum()));
    }

    /** Without the controller: until all sentinels watch this one. */
    void awaitAllName(String member) {
        await(
                () -> look().sentinels().stream()
                                .filter(s -> s.watches(address(member)))
                                .count()
                        == SENTINELS.size(),
                () -> "not all watch " + member + ": " + look());
    }

    /** These sentinels are told who leads, and elect nobody. */
    void name(String primary, List<String> sentinels) {
        sentinels.forEach(s -> patient.monitor(endpoint(s), address(primary), wanted.electingNobody()));
    }

    /** It follows another, which leads no more than it does itself. */
    void givesUp(String primary, String other) {
        electNobody();
        patient.follow(endpoint(primary), address(other));
    }

    private void electNobody() {
        SENTINELS.forEach(s -> patient.agree(endpoint(s), wanted.name(), Watched.NEVER));
    }

    /** As after a change to one Redis, before the others go. */
    void leadsAlone(String member) {
        electNobody();
        redises.confirmations(endpoint(member), 0);
        redises.lead(endpoint(member), member, MEMBERS.size() - 1);
    }

    /** By whoever can read what the health checks of a container log in with. */
    void healthTells(String service, String command, String... arguments) {
        var config = DefaultJedisClientConfig.builder()
                .user("health")
                .password(secret("incr-redis-health", folder))
                .build();
        try (var jedis = new Jedis(new HostAndPort(address(service), 6379), config)) {
            jedis.sendCommand(() -> command.getBytes(StandardCharsets.US_ASCII), arguments);
        }
    }

    /** Counts with all its might on whoever takes it, until told to stop; how often it was answered. */
    long countUntil(BooleanSupplier enough) {
        long answered = 0;
        while (!enough.getAsBoolean()) {
            for (var member : MEMBERS) {
                try (var jedis = connect(member)) {
                    // An answer that is given up is counted, and by nobody here: writes may be paused for two seconds.
                    jedis.getConnection().setSoTimeout(Math.toIntExact(LONGEST.toMillis()));
                    while (!enough.getAsBoolean()) {
                        jedis.incr("counter");
                        answered++;
                    }
                } catch (JedisDataException e) {
                    // What was counted in neither case; the new primary takes writes only while a copy does.
                    if (!e.getMessage().startsWith("READONLY")
                            && !e.getMessage().startsWith("NOREPLICAS")) {
                        throw e;
                    }
                }
            }
        }
        return answered;
    }

    String counter(String service) {
        try (var jedis = connect(service)) {
            return jedis.get("counter");
        }
    }

    /** What a sentinel answers to SENTINEL DEBUG: the times by which it goes, each after its name. */
    List<String> times(String sentinel) {
        try (var jedis = connect(sentinel)) {
            var answer = jedis.sendCommand(() -> "SENTINEL".getBytes(StandardCharsets.US_ASCII), "DEBUG");
            return ((List<?>) SafeEncoder.encodeObject(answer))
                    .stream().map(String::valueOf).toList();
        }
    }

    /** Somebody types this at its prompt. */
    void tell(String service, String command, String... arguments) {
        try (var jedis = connect(service)) {
            jedis.sendCommand(() -> command.getBytes(StandardCharsets.US_ASCII), arguments);
        }
    }

    private Jedis connect(String service) {
        var config = DefaultJedisClientConfig.builder()
                .user(LOGINS.user().user())
                .password(LOGINS.user().password())
                .build();
        return new Jedis(new HostAndPort(address(service), MEMBERS.contains(service) ? 6379 : 26379), config);
    }

    /** Whether all members and sentinels let the app in with this one of its passwords. */
    boolean letsIn(String number) {
        var password = new String(
                KEY.text(new DesiredSecret("", Map.of(), new Password(User.APP, number).plain()), "incr"), UTF_8);
        var config = DefaultJedisClientConfig.builder()
                .user("app")
                .password(password)
                .build();
        return Stream.concat(
                        MEMBERS.stream().map(m -> new HostAndPort(address(m), 6379)),
                        SENTINELS.stream().map(s -> new HostAndPort(address(s), 26379)))
                .map(node -> letsIn(node, config))
                .reduce((one, other) -> {
                    if (!one.equals(other)) {
                        throw new AssertionError("some do, and some do not");
                    }
                    return one;
                })
                .orElseThrow();
    }

    private static Boolean letsIn(HostAndPort node, DefaultJedisClientConfig config) {
        try (var jedis = new Jedis(node, config)) {
            jedis.connect();
            return true;
        } catch (JedisAccessControlException refused) {
            return false;
        }
    }

    /** As the controller does. */
    void withdraw(Rotation rotation) {
        var hashes = new LinkedHashMap<>(KEY.taken("incr", rotation));
        MEMBERS.forEach(m -> redises.memberTakes(address(m), hashes));
        hashes.remove("replica");
        SENTINELS.forEach(s -> redises.sentinelTakes(address(s), hashes));
    }

    /** Who was refused a command since the start, as all members and sentinels keep it. */
    String refused() {
        var users = new TreeSet<String>();
        wanted.members().forEach(m -> users.addAll(refused(new HostAndPort(address(m), 6379))));
        wanted.sentinels().forEach(s -> users.addAll(refused(new HostAndPort(address(s), 26379))));
        return String.join(", ", users);
    }

    private static List<String> refused(HostAndPort node) {
        var config = DefaultJedisClientConfig.builder()
                .user(LOGINS.user().user())
                .password(LOGINS.user().password())
                .build();
        try (var jedis = new Jedis(node, config)) {
            return jedis.aclLog().stream()
                    .filter(e -> !e.getReason().equals("auth"))
                    .map(e -> e.getUsername() + " " + e.getObject())
                    .toList();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
    }
}
