package dev.skep.bench.engine;

import dev.skep.bench.run.Docker;
import dev.skep.bench.run.ManifestFolder;
import dev.skep.bench.run.ProcText;
import dev.skep.bench.run.Volumes;
import dev.skep.bench.run.Wait;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** As many small manifests as fit on the real swarm, one replica each, and the controller's own container beside them. */
final class Crowd {
    private static final int MEBIBYTES = 128;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(500);

    /** More that vanish at once would be held: docs/decisions/0016. */
    private static final int TOGETHER = 5;

    /** Another than in the beginning. */
    private static final int PARALLELISM = 2;

    /** An app and a Redis. */
    private static final int SERVICES = 2;

    /**
     * What was seen.
     *
     * @param ready from the first file saved until every task ran
     * @param edits from a file saved until the service's time of update, one after the other
     * @param cores that the controller used while nothing changed, of one core
     * @param memory resident then
     */
    record Result(int manifests, Duration ready, Figures edits, double cores, long memory) {}

    private final BenchManifests folder;
    private final List<String> names;
    private final Duration idle;

    Crowd(ManifestFolder folder, int manifests, Duration idle) {
        this.folder = new BenchManifests(folder);
        this.names =
                IntStream.range(0, manifests).mapToObj(BenchManifests::name).toList();
        this.idle = idle;
    }

    Result measure(Consumer<String> tell) throws Exception {
        long began = System.nanoTime();
        try (AutoCloseable _ = this::remove) {
            for (var name : names) {
                folder.save(name, 1, MEBIBYTES);
            }
            Wait.until("all run", PATIENCE, POLL, () -> services("1/1").size() == names.size() * SERVICES);
            var ready = Duration.ofNanos(System.nanoTime() - began);
            tell.accept("%d manifests run after %s".formatted(names.size(), Figures.seconds(ready)));
            var edits = edits();
            Wait.until("all run again", PATIENCE, POLL, () -> services("1/1").size() == names.size() * SERVICES);
            var controller = Docker.run("ps", "-q", "--filter", "label=com.docker.swarm.service.name=skep-controller");
            var before = cpu(controller);
            TimeUnit.NANOSECONDS.sleep(idle.toNanos());
            var cores = (double) cpu(controller).minus(before).toNanos() / idle.toNanos();
            return new Result(names.size(), ready, edits, cores, memory(controller));
        }
    }

    /** What replaces no task, for else Swarm writes the service again at once, and with it the time: how updates go. */
    private Figures edits() throws Exception {
        var took = new ArrayList<Duration>();
        for (var name : names) {
            var saved = Instant.now();
            folder.save(name, 1, MEBIBYTES, PARALLELISM);
            Wait.until(name + " is updated", PATIENCE, POLL, () -> inspect(name, "{{.Spec.UpdateConfig.Parallelism}}")
                    .equals(Integer.toString(PARALLELISM)));
            took.add(Duration.between(saved, updated(name)));
        }
        return Figures.of(took);
    }

    /** Of the service's latest update, by the clock of the swarm's leader. */
    private static Instant updated(String name) throws Exception {
        return Instant.parse(inspect(name, "{{json .UpdatedAt}}").replace("\"", ""));
    }

    private static String inspect(String name, String template) throws IOException, InterruptedException {
        return Docker.run("service", "inspect", "-f", template, name + "-app");
    }

    private Set<String> services(String replicas) throws IOException, InterruptedException {
        return services(line -> line.endsWith(" " + replicas));
    }

    private Set<String> services(Predicate<String> of) throws IOException, InterruptedException {
        return Docker.lines("service", "ls", "--filter", "name=bench-", "--format", "{{.Name}} {{.Replicas}}").stream()
                .filter(of)
                .filter(line -> names.stream().anyMatch(n -> line.startsWith(n + "-")))
                .collect(Collectors.toSet());
    }

    private void remove() throws Exception {
        for (int from = 0; from < names.size(); from += TOGETHER) {
            var gone = names.subList(from, Math.min(from + TOGETHER, names.size()));
            for (var name : gone) {
                folder.delete(name);
            }
            Wait.until("these are gone: " + gone, PATIENCE, POLL, () -> services(
                            line -> gone.stream().anyMatch(n -> line.startsWith(n + "-")))
                    .isEmpty());
        }
        for (var name : names) {
            Volumes.here().remove(name);
        }
    }

    private static long memory(String container) throws Exception {
        return ProcText.figure(Docker.run("exec", container, "cat", "/proc/1/status"), "VmRSS:")
                        .orElseThrow()
                * 1024;
    }

    private static Duration cpu(String container) throws Exception {
        return ProcText.cpu(Docker.run("exec", container, "cat", "/proc/1/stat"));
    }
}
