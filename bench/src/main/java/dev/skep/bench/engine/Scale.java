package dev.skep.bench.engine;

import dev.skep.bench.run.ManifestFolder;
import dev.skep.bench.run.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/** The controller with many manifests, on a {@link FakeEngine}: no machine runs ten thousand tasks. */
final class Scale {
    private static final int REPLICAS = 10;
    private static final int MEBIBYTES = 128;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration EDITING = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);

    /**
     * What was seen of a controller from its start to its end.
     *
     * @param created from the start of an empty swarm until all was made and seen to run
     * @param cores that it used while nothing changed, of one core
     * @param calls of the API while nothing changed, a minute
     * @param memory resident, while nothing changed
     * @param mostMemory ever resident
     * @param edits from a file saved to the update call
     */
    record Life(Duration created, double cores, double calls, long memory, long mostMemory, Figures edits) {}

    /**
     * What was seen with so many manifests.
     *
     * @param start of a controller until its first write, with all of it there and one manifest changed meanwhile
     */
    record Result(int manifests, Life life, Duration start) {}

    private final Path root;
    private final int manifests;
    private final int edits;
    private final Duration idle;

    Scale(Path root, int manifests, int edits, Duration idle) {
        this.root = root;
        this.manifests = manifests;
        this.edits = edits;
        this.idle = idle;
    }

    Result measure() throws Exception {
        var scratch = Files.createTempDirectory("skep-bench");
        try (var engine = new FakeEngine()) {
            var folder = new BenchManifests(new ManifestFolder(Files.createDirectory(scratch.resolve("manifests"))));
            for (int i = 0; i < manifests; i++) {
                folder.save(BenchManifests.name(i), REPLICAS, MEBIBYTES);
            }
            ControllerProcess.train(root, scratch);
            return new Result(manifests, live(engine, folder, scratch), start(engine, folder, scratch));
        } finally {
            delete(scratch);
        }
    }

    private Life live(FakeEngine engine, BenchManifests folder, Path scratch) throws Exception {
        long began = System.nanoTime();
        try (var controller =
                ControllerProcess.start(root, engine.host(), folder.folder().folder(), scratch)) {
            Wait.until("all is made", PATIENCE, POLL, () -> ready(controller, scratch) >= manifests);
            var created = Duration.ofNanos(System.nanoTime() - began);
            var cpu = controller.cpu();
            var calls = engine.calls();
            TimeUnit.NANOSECONDS.sleep(idle.toNanos());
            var cores = (double) controller.cpu().minus(cpu).toNanos() / idle.toNanos();
            var perMinute = (engine.calls() - calls) * 60.0 / idle.toSeconds();
            var memory = controller.memory();
            var saved = edit(engine, folder);
            return new Life(created, cores, perMinute, memory, controller.mostMemory(), saved);
        }
    }

    /** One at a time, each another manifest, for a minute at most; the next when the swarm was seen to follow. */
    private Figures edit(FakeEngine engine, BenchManifests folder) throws Exception {
        var took = new ArrayList<Duration>();
        long end = System.nanoTime() + EDITING.toNanos();
        for (int i = 0; i < edits && System.nanoTime() < end; i++) {
            took.add(untilUpdate(engine, folder, i % manifests, MEBIBYTES + 1 + i / manifests));
            TimeUnit.MILLISECONDS.sleep(100); // a person types; the pass that follows an update is no part of it
        }
        return Figures.of(took);
    }

    private Duration start(FakeEngine engine, BenchManifests folder, Path scratch) throws Exception {
        folder.save(BenchManifests.name(0), REPLICAS, MEBIBYTES * 2);
        var update = engine.state().updateOf(BenchManifests.name(0) + "-app");
        long began = System.nanoTime();
        try (var _ =
                ControllerProcess.start(root, engine.host(), folder.folder().folder(), scratch)) {
            return Duration.ofNanos(update.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) - began);
        }
    }

    private static Duration untilUpdate(FakeEngine engine, BenchManifests folder, int number, int mebibytes)
            throws Exception {
        var name = BenchManifests.name(number);
        var update = engine.state().updateOf(name + "-app");
        long saved = System.nanoTime();
        folder.save(name, REPLICAS, mebibytes);
        return Duration.ofNanos(update.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) - saved);
    }

    /** How many manifests the controller has said to be ready. */
    private static long ready(ControllerProcess controller, Path scratch) throws IOException {
        var log = scratch.resolve("controller.log");
        if (!controller.alive()) {
            throw new IllegalStateException("the controller has ended:\n" + Files.readString(log));
        }
        try (var lines = Files.lines(log)) {
            return lines.filter(l -> l.contains("msg=\"ready\"")).distinct().count();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
