package dev.skep.bench.topologies;

import dev.skep.bench.load.Rounds;
import dev.skep.bench.run.BenchException;
import dev.skep.bench.run.Interruptible;
import dev.skep.bench.run.ManifestFolder;
import dev.skep.bench.run.Progress;
import dev.skep.bench.run.Volumes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Goes from set-up to set-up: makes one by its manifest, has it measured, makes the next while the one before goes. The last
 * visit takes a close look as well.
 */
final class Visits {
    /** Ten tasks with ten Redis start on a busy machine of two cores. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Effort effort;
    private final List<Integer> ports;
    private final ManifestFolder folder;
    private final SkepJar skep;
    private final Scales scales;
    private final NodeCores cores;
    private final Progress progress;
    private int made;

    /**
     * Measures by these.
     *
     * @param ports two: that of the one before is not free at once
     */
    Visits(
            Effort effort,
            List<Integer> ports,
            ManifestFolder folder,
            SkepJar skep,
            Scales scales,
            NodeCores cores,
            Progress progress) {
        this.effort = effort;
        this.ports = List.copyOf(ports);
        this.folder = folder;
        this.skep = skep;
        this.scales = scales;
        this.cores = cores;
        this.progress = progress;
    }

    /** All that was not measured earlier. */
    void all(Earlier earlier) throws Exception {
        var rounds = Rounds.interleaved(effort.setups(), effort.visits());
        try {
            for (int visit = 1; visit <= rounds.size(); visit++) {
                for (var setup : rounds.get(visit - 1)) {
                    if (!earlier.has(effort, setup, visit)) {
                        visit(setup, visit);
                    }
                }
            }
        } finally {
            Interruptible.undisturbed(this::removeAll);
        }
    }

    private void visit(Setup setup, int visit) throws Exception {
        var name = "%s, visit %d of %d".formatted(setup.name(), visit, effort.visits());
        make(setup);
        progress.done(effort.settle(setup), name + ": runs");
        var site = Site.of(setup, skep.url(setup.manifest()), scales.containers(setup.manifest()));
        scales.warmUp(site);
        switch (setup.limit()) {
            case Setup.Limit.None _, Setup.Limit.OfInstance _ -> loads(site, visit, name);
            case Setup.Limit.OfWarmInstance(var most) ->
                loadsHeld(() -> InstanceCores.limitTo(most, site), () -> InstanceCores.free(site), site, visit, name);
            case Setup.Limit.OfNode(var most) -> loadsHeld(() -> cores.limitTo(most), cores::free, site, visit, name);
        }
        if (effort.looksCloselyAt(setup, visit)) {
            progress.tell(name + ": a close look, idle and under load, then with tcpdump");
            scales.closeLook(site);
            progress.done(effort.closeLook(), name + ": done");
        }
    }

    /** The warm-up was not: what a JVM compiles in the beginning is no matter of how instances scale. */
    private void loadsHeld(Interruptible.Tidying hold, Interruptible.Tidying free, Site site, int visit, String name)
            throws Exception {
        try {
            hold.run();
            loads(site, visit, name);
        } finally {
            Interruptible.undisturbed(free);
        }
    }

    private void loads(Site site, int visit, String name) throws IOException, InterruptedException {
        var setup = site.setup();
        for (var order : Rounds.interleaved(effort.connections(setup), effort.repeats())) {
            for (int connections : order) {
                var loaded = scales.load(site, visit, connections);
                progress.done(
                        effort.load(setup),
                        "%s, %d connections: %.0f requests/s, p99 %.1f ms%s"
                                .formatted(
                                        name,
                                        connections,
                                        loaded.answers().perSecond(),
                                        loaded.answers().p99() / 1000.0,
                                        errors(loaded)));
            }
        }
    }

    private static String errors(Entry.Loaded loaded) {
        long errors = loaded.answers().errors().all();
        return errors == 0 ? "" : ", " + errors + " errors";
    }

    /** The others of the bench go meanwhile, and are gone before anything is measured. */
    private void make(Setup setup) throws Exception {
        var others = manifests().filter(m -> !m.equals(setup.manifest())).toList();
        for (var other : others) {
            folder.delete(other);
        }
        // The port of a set-up that is only scaled stays.
        if (!folder.has(setup.manifest())) {
            made++;
        }
        folder.save(setup.manifest(), setup.text(ports.get(made % ports.size())));
        for (var other : others) {
            skep.awaitDeleted(other, PATIENCE);
            scales.awaitNoContainers(other, PATIENCE);
        }
        scales.awaitInstances(setup, PATIENCE);
        skep.awaitReady(setup.manifest(), PATIENCE);
    }

    private Stream<String> manifests() {
        return effort.setups().stream().map(Setup::manifest).distinct();
    }

    private void removeAll() throws Exception {
        progress.tell("removing what was made");
        for (var manifest : manifests().toList()) {
            folder.delete(manifest);
        }
        for (var manifest : manifests().toList()) {
            skep.awaitDeleted(manifest, PATIENCE);
            scales.awaitNoContainers(manifest, PATIENCE);
            Volumes.here().remove(manifest);
        }
    }

    /** Says what stands in the way before anything is changed. */
    static void refuseTaken(ManifestFolder folder, Effort effort) throws IOException, InterruptedException {
        for (var setup : effort.setups()) {
            if (folder.has(setup.manifest())) {
                throw new BenchException("there is a manifest %s already. If a benchmark that was cut left it: rm %s"
                        .formatted(setup.manifest(), folder.file(setup.manifest())));
            }
            Scales.refuseServices(setup.manifest());
        }
    }
}
