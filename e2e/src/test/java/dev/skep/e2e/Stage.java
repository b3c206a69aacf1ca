package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.e2e.Lab.Node;
import dev.skep.e2e.Swarm.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A manifest that faults befall: its Redis and sentinels as they are on the nodes now. It asks the engines of the nodes,
 * not the swarm, which may just be without a leader.
 */
final class Stage implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Far more than it takes an app, also where many start at once. */
    private static final Duration START = Duration.ofSeconds(30);

    /** How sentinels tell of what they find and do, in their logs. */
    private static final Pattern ELECTION = Pattern.compile(" # [+-]");

    private final Scene scene;
    private final Document manifest;
    private final SmallDisk disk;
    /** Of each container that was seen: one that is gone cannot be asked. */
    private final Map<Container, String> services = new ConcurrentHashMap<>();

    private Optional<Counter> counter = Optional.empty();

    Stage(Scene scene, Document manifest) {
        this.scene = scene;
        this.manifest = manifest;
        this.disk = new SmallDisk(scene.lab(), manifest.name(), firstMember(manifest));
    }

    /** Asks for it, and does not wait; if a disk is to be filled, that of its first member is small. */
    void prepare(List<Fault> faults) {
        scene.claim(manifest.name());
        if (faults.contains(Fault.FULL_DISK)) {
            disk.make();
        }
        scene.edit(manifest);
    }

    Lab lab() {
        return scene.lab();
    }

    /** The counter, once all is well for the first time: each fault leaves all well behind. */
    Counter counter() {
        if (counter.isEmpty()) {
            awaitHealthy();
            counter = Optional.of(scene.counter(manifest.name()));
        }
        return counter.get();
    }

    /**
     * What a fault cost.
     *
     * @param afterLastStart after a restart of all Redis, how long it took from the last start until somebody was answered
     */
    record Suffered(Tally tally, Optional<Duration> afterLastStart) {
        String note() {
            return afterLastStart
                    .map(took -> FaultTable.seconds(took) + " after the last start")
                    .orElse("");
        }

        /** What the aim is of took no longer than that. */
        void assertWithin(Duration deadline) {
            if (afterLastStart.isPresent()) {
                assertTrue(afterLastStart.get().compareTo(deadline) <= 0, () -> note() + " is too late: " + tally);
            } else {
                tally.assertGapWithin(deadline);
            }
        }
    }

    /** Lets a fault befall it while clients count, from well to well again. */
    Suffered suffer(Fault fault) {
        var counter = counter();
        fault.prepare(this);
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            fault.befall(this, ledger);
            awaitHealthy();
            ledger.awaitAnswers(100);
            var tally = ledger.settle();
            return new Suffered(
                    tally, fault.aim() == Fault.Aim.RESTART ? Optional.of(afterLastStart(ledger)) : Optional.empty());
        }
    }

    /** One that was answered before, for the Redis that it counted in was killed a moment later, is not meant. */
    private Duration afterLastStart(Ledger ledger) {
        var last = lastStart();
        return Duration.between(last, ledger.firstAnswerAfter(last).orElseThrow());
    }

    /** Somebody who has Skep's own password types this at a Redis. */
    String tell(Container member, String... command) {
        return typed(member, "6379", command);
    }

    /** The same at a sentinel. */
    String tellSentinel(Container sentinel, String... command) {
        return typed(sentinel, "26379", command);
    }

    private String typed(Container to, String port, String... command) {
        var login = new SkepsOwn(scene.swarm()).password(manifest.name());
        var typed = Stream.concat(
                Stream.of("redis-cli", "--no-auth-warning", "--user", "controller", "--pass", login, "-p", port),
                Stream.of(command));
        return to.exec(typed.toArray(String[]::new)).ok();
    }

    /** Whether another Redis takes over where one is gone. */
    boolean failsOver() {
        return manifest.mode().equals("sentinel");
    }

    /** Whether there are counters that a fault of one does not concern. */
    boolean othersCountOn() {
        return manifest.mode().equals("per-replica");
    }

    private static String firstMember(Document manifest) {
        return manifest.name() + (manifest.mode().equals("per-replica") ? "-shard-1-1" : "-redis-1");
    }

    /** The primary; of several groups, that of one of them. */
    Container primary() {
        var found = new ArrayList<Container>();
        eventually("one member is the primary", () -> {
            found.clear();
            found.addAll(primaries());
            assertFalse(found.isEmpty());
        });
        return found.getFirst();
    }

    /** Lets the primary be on another node than node 1, on which the controller is, and which the tests speak to. */
    void movePrimaryFromTheController() {
        var primary = primary();
        if (primary.node().equals(lab().first())) {
            failOver(primary);
            awaitHealthy();
        }
    }

    /**
     * Asks the sentinels for another primary than this one, though it is well; again where that is undone: a sentinel that last saw
     * the new one lead, before it was frozen, may take it for one that has come back.
     */
    void failOver(Container primary) {
        eventually("the sentinels make another the primary", () -> {
            if (!anotherThan(primary)) {
                var answer = tellSentinel(sentinels().getFirst(), "sentinel", "failover", manifest.name() + "-redis");
                throw new AssertionError("no other is the primary yet, and it is answered: " + answer);
            }
        });
    }

    /** Dies with the controller, which does not come back before {@link #startController}. */
    void killWithController(Container container) {
        all(List.of(scene.swarm().container(Swarm.CONTROLLER), container), Container::kill);
        scene.runControllers(0);
    }

    void startController() {
        scene.runControllers(1);
    }

    /** Lets a task of the app be on the primary's node: one that ends elsewhere is started again where there is none. */
    void letAnAppBeBesideThePrimary() {
        var node = primary().node();
        int tasks = apps().size();
        eventually("a task of the app is on " + node.name(), () -> {
            if (apps(node).isEmpty()) {
                lab().nodes().stream()
                        .map(this::apps)
                        .max(Comparator.comparing(List::size))
                        .orElseThrow()
                        .getFirst()
                        .kill();
                eventually("as many tasks run as before", () -> assertEquals(tasks, apps().size()));
            }
            assertFalse(apps(node).isEmpty());
        });
        awaitHealthy();
    }

    /** For that long no Redis leads, whoever is asked, and no client is answered. */
    void assertNobodyLeads(Ledger ledger, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        assertEquals(List.of(), primaries());
        int answered = ledger.answered(); // with what was on its way
        while (System.nanoTime() < end) {
            Fault.rest(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
            assertEquals(List.of(), primaries(), "nobody is promoted by whoever cannot elect");
        }
        assertEquals(answered, ledger.answered(), "nobody is answered");
    }

    /**
     * Waits until another is the primary than that one, whatever that one believes: another member where others take over, for none
     * leads again unless it is elected; else its own successor.
     */
    void awaitAnother(Container gone) {
        eventually("another is the primary than " + gone, () -> assertTrue(anotherThan(gone)));
    }

    /** Waits until that one or another leads again, once it has restarted. */
    void awaitSuccessor(Container gone) {
        eventually(
                "there is a primary after " + gone,
                () -> assertTrue(primaries().stream().anyMatch(p -> !p.equals(gone))));
    }

    private boolean anotherThan(Container gone) {
        return primaries().stream().anyMatch(p -> failsOver() ? !service(p).equals(service(gone)) : !p.equals(gone));
    }

    /** Of one that was seen. */
    String service(Container seen) {
        return Optional.ofNullable(services.get(seen)).orElseThrow();
    }

    List<Container> members() {
        return containers("redis");
    }

    /** One that follows. */
    Container replica() {
        return members().stream()
                .filter(m -> role(m).startsWith("slave"))
                .findFirst()
                .orElseThrow();
    }

    List<Container> sentinels() {
        return containers("sentinel");
    }

    List<Container> apps() {
        return containers("app");
    }

    /** The app's tasks on a node. */
    List<Container> apps(Node node) {
        return apps().stream().filter(c -> c.node().equals(node)).toList();
    }

    SmallDisk disk() {
        return disk;
    }

    /** When the last of its Redis started. */
    private Instant lastStart() {
        return members().stream()
                .map(m -> Instant.parse(m.inspect("{{.State.StartedAt}}")))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** Does it to all, at the same time. */
    static void all(List<Container> containers, Consumer<Container> what) {
        var threads = containers.stream()
                .map(c -> Thread.ofPlatform().start(() -> what.accept(c)))
                .toList();
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits until every Redis is as it should be, by its own word and by what skep says. */
    void awaitHealthy() {
        eventually(manifest.name() + " is well by its own word", this::assertWell);
        eventually(manifest.name() + " is well by what skep says", () -> {
            var status = status();
            assertEquals("True", condition(status, "Ready"), status::toPrettyString);
            for (var group : status.path("groups")) {
                assertEquals(0, group.path("failing").size(), group::toPrettyString);
                assertNotEquals("", group.path("primary").asText(""), group::toPrettyString);
            }
        });
    }

    private void assertWell() {
        if (failsOver()) {
            assertEquals(3, sentinels().size());
            assertEquals(3, members().size());
        }
        var roles = members().stream().map(Stage::role).toList();
        assertFalse(roles.isEmpty());
        long primaries = roles.stream().filter(r -> r.startsWith("master")).count();
        assertEquals(failsOver() ? 1 : roles.size(), primaries, roles::toString);
        assertTrue(roles.stream().allMatch(r -> r.startsWith("master") || r.contains("connected")), roles::toString);
    }

    private JsonNode status() {
        try {
            return JSON.readTree(scene.skep().run("status", manifest.name(), "-o", "json"))
                    .path(0);
        } catch (JsonProcessingException e) {
            throw new AssertionError("skep status -o json prints JSON", e);
        }
    }

    private static String condition(JsonNode status, String type) {
        for (var condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText();
            }
        }
        throw new AssertionError("no condition " + type + ": " + status);
    }

    private List<Container> primaries() {
        return members().stream().filter(m -> role(m).startsWith("master")).toList();
    }

    /** By its own word: {@code master} or {@code slave}, and more; nothing where it does not answer. */
    static String role(Container member) {
        return member.exec("sh", "-c", cli("role")).out();
    }

    /** One that is frozen does not answer. */
    private static String cli(String command) {
        return "REDISCLI_AUTH=\"$(cat /run/secrets/redis-password)\" timeout 1 redis-cli --user health " + command;
    }

    /** Those that run, on whichever node that answers. */
    private List<Container> containers(String component) {
        return lab().nodes().stream()
                .flatMap(node -> node.docker()
                        .attempt(
                                "ps",
                                "--format",
                                "{{.ID}} {{.Label \"com.docker.swarm.service.name\"}}",
                                "--no-trunc",
                                "--filter",
                                "status=running",
                                "--filter",
                                "label=dev.skep.name=" + manifest.name(),
                                "--filter",
                                "label=dev.skep.component=" + component)
                        .out()
                        .lines()
                        .map(line -> line.split(" ", -1))
                        .map(about -> seen(new Container(node, about[0]), about[1])))
                .toList();
    }

    private Container seen(Container container, String service) {
        services.put(container, service);
        return container;
    }

    /** What its Redis, its sentinels, its app and the controller said: what went wrong once on a busy machine is not seen again when asked for. */
    void keepLogs(String fault, Instant since) {
        var own = "label=dev.skep.name=" + manifest.name();
        var controller = "label=com.docker.swarm.service.name=" + Swarm.CONTROLLER;
        var said = new StringBuilder();
        for (var node : lab().nodes()) {
            for (var label : List.of(own, controller)) {
                var list = node.docker().attempt("ps", "-a", "--format", "{{.Names}}", "--filter", label);
                said.append(node.name()).append(": ").append(list.said()).append('\n');
                list.out().lines().forEach(name -> {
                    var log = node.docker().attempt("logs", "--timestamps", "--since", since.toString(), name);
                    said.append("--- ")
                            .append(name)
                            .append('\n')
                            .append(log.said())
                            .append('\n');
                });
            }
        }
        var file = Lab.root().resolve("e2e/target/logs-of-%s-%s.txt".formatted(manifest.name(), fault));
        try {
            Files.writeString(file, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.printf("%s, %s: what all said is in %s%n", manifest.name(), fault, file);
        said.toString().lines().filter(Stage::tellsOfAnElection).forEach(System.out::println);
    }

    private static boolean tellsOfAnElection(String line) {
        return line.startsWith("---") || ELECTION.matcher(line).find();
    }

    /** No event loop of its app was held up, whatever befell: Vert.x says so where one is. While a task starts nobody waits for it. */
    void assertNoLoopWasBlocked() {
        eventually("the logs of all tasks of " + manifest.name() + " tell of no blocked loop", this::readLogs);
    }

    /** Swarm may just remove what has ended. */
    private void readLogs() {
        var label = "label=com.docker.swarm.service.name=" + manifest.name() + "-app";
        var apps = lab().nodes().stream()
                .flatMap(node -> {
                    var ids = node.docker().run("ps", "-aq", "--no-trunc", "--filter", label);
                    return ids.lines().map(id -> new Container(node, id));
                })
                .toList();
        assertFalse(apps.isEmpty());
        var blocked = apps.stream()
                .flatMap(app -> logOnceStarted(app).lines())
                .filter(line -> line.contains("has been blocked"))
                .toList();
        assertEquals(List.of(), blocked);
    }

    private static String logOnceStarted(Container app) {
        var started = Instant.parse(app.inspect("{{.State.StartedAt}}"));
        var log = app.node()
                .docker()
                .attempt("logs", "--since", started.plus(START).toString(), app.id());
        assertEquals(0, log.exit(), log::toString);
        return log.said();
    }

    @Override
    public void close() {
        disk.remove();
    }
}
