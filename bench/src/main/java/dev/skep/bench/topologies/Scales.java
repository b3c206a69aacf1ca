package dev.skep.bench.topologies;

import dev.skep.bench.load.Wrk;
import dev.skep.bench.run.BenchException;
import dev.skep.bench.run.Docker;
import dev.skep.bench.run.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Measures a set-up that runs, and writes down what it sees. */
final class Scales {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Effort effort;
    private final List<String> engines;
    private final Journal journal;
    private final Proc proc;

    Scales(Effort effort, List<String> engines, Journal journal, Proc proc) {
        this.effort = effort;
        this.engines = List.copyOf(engines);
        this.journal = journal;
        this.proc = proc;
    }

    List<Container> containers(String manifest) throws IOException, InterruptedException {
        return Container.of(manifest, engines);
    }

    void warmUp(Site site) throws IOException, InterruptedException {
        Wrk.run(site.load(effort.connections(site.setup()).getLast(), effort.warmUp(site.setup())));
    }

    Entry.Loaded load(Site site, int visit, int connections) throws IOException, InterruptedException {
        var duration = effort.load(site.setup());
        var load = site.load(connections, duration);
        var redis = RedisCalls.of(site.containers());
        try (var wrk = Wrk.start(load)) {
            var before = Snapshot.take(proc, site.containers(), Optional.of(wrk.pid()));
            // The last look comes before wrk ends, for what a process used is gone with it.
            TimeUnit.NANOSECONDS.sleep(duration.minus(Duration.ofMillis(200)).toNanos());
            var usage = Snapshot.take(proc, site.containers(), Optional.of(wrk.pid()))
                    .since(before);
            var measured = wrk.await();
            var calls = RedisCalls.of(site.containers()).since(redis);
            var entry = new Entry.Loaded(
                    site.setup().name(),
                    visit,
                    connections,
                    String.join(" ", load.command(Path.of("tell.lua"))),
                    Entry.Answers.of(measured),
                    calls,
                    usage);
            journal.write(entry);
            return entry;
        }
    }

    /** Idle, under load, idle again, a look each second; then what goes over the network. */
    void closeLook(Site site) throws IOException, InterruptedException {
        var began = System.nanoTime();
        watch(site, Entry.Phase.IDLE, effort.idle(), Optional.empty(), began);
        try (var wrk = Wrk.start(site.load(effort.reference(), effort.load().plus(SECOND)))) {
            watch(site, Entry.Phase.LOAD, effort.load(), Optional.of(wrk.pid()), began);
            wrk.await();
        }
        watch(site, Entry.Phase.IDLE, effort.idle(), Optional.empty(), began);
        if (!effort.capture().isZero()) {
            journal.write(new Network(effort).capture(site));
        }
    }

    private void watch(Site site, Entry.Phase phase, Duration time, Optional<Long> wrk, long began)
            throws IOException, InterruptedException {
        var before = Snapshot.take(proc, site.containers(), wrk);
        for (int second = 0; second < time.toSeconds(); second++) {
            TimeUnit.SECONDS.sleep(1);
            var now = Snapshot.take(proc, site.containers(), wrk);
            double at = Math.rint((now.nanos() - began) / 1e8) / 10;
            journal.write(new Entry.Second(site.setup().name(), phase, at, now.since(before)));
            before = now;
        }
    }

    /** As many as the manifest wants, no others: those of the scale before may still be there. */
    void awaitInstances(Setup setup, Duration atMost) throws Exception {
        var what = setup.name() + " has its instances";
        Wait.until(
                what,
                atMost,
                POLL,
                () -> containers(setup.manifest()).stream()
                                .filter(c -> c.part() == Part.APP)
                                .count()
                        == setup.replicas());
    }

    void awaitNoContainers(String manifest, Duration atMost) throws Exception {
        Wait.until(
                manifest + " is gone", atMost, POLL, () -> containers(manifest).isEmpty());
    }

    static void refuseServices(String manifest) throws IOException, InterruptedException {
        var services = Docker.lines("service", "ls", "-q", "--filter", "label=dev.skep.name=" + manifest);
        if (!services.isEmpty()) {
            throw new BenchException(
                    "there are services of %s already, of somebody's manifest: docker service ls --filter label=dev.skep.name=%s"
                            .formatted(manifest, manifest));
        }
    }
}
