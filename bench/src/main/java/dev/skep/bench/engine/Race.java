package dev.skep.bench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.bench.run.Docker;
import dev.skep.bench.run.ManifestFolder;
import dev.skep.bench.run.Volumes;
import dev.skep.bench.run.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The same change of the same service, made three ways on one swarm, in turns. */
final class Race {
    private static final String NAME = "bench-race";
    private static final int REPLICAS = 3;
    private static final int MEBIBYTES = 128;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(50);

    /** Somebody who changes a service: its limit of memory. */
    private interface Way {
        void change(int mebibytes) throws Exception;
    }

    private final BenchManifests manifests;

    Race(ManifestFolder manifests) {
        this.manifests = new BenchManifests(manifests);
    }

    /** How long each way took, from the first keystroke to the last task of the old kind gone. */
    Map<String, Figures> run(int rounds, Consumer<String> tell) throws Exception {
        manifests.save(NAME, REPLICAS, MEBIBYTES);
        try {
            converged(NAME + "-app", MEBIBYTES);
            return between(spec(), rounds, tell);
        } finally {
            manifests.delete(NAME);
            Wait.until("the network is gone", PATIENCE, POLL, () -> Docker.run(
                            "network", "ls", "-q", "--filter", "name=^" + NAME + "$")
                    .isEmpty());
            Volumes.here().remove(NAME);
        }
    }

    private Map<String, Figures> between(JsonNode spec, int rounds, Consumer<String> tell) throws Exception {
        var deployed = new Stack("bench-deploy", spec);
        var updated = new Stack("bench-update", spec);
        try {
            deployed.deploy(MEBIBYTES);
            updated.deploy(MEBIBYTES);
            converged(deployed.service(), MEBIBYTES);
            converged(updated.service(), MEBIBYTES);
            var ways = new LinkedHashMap<String, Way>();
            ways.put(NAME + "-app", mebibytes -> manifests.save(NAME, REPLICAS, mebibytes));
            ways.put(deployed.service(), deployed::deploy);
            ways.put(
                    updated.service(),
                    mebibytes -> Docker.run(
                            "service", "update", "-q", "-d", "--limit-memory", mebibytes + "M", updated.service()));
            return race(ways, rounds, tell);
        } finally {
            deployed.remove();
            updated.remove();
        }
    }

    private static Map<String, Figures> race(Map<String, Way> ways, int rounds, Consumer<String> tell)
            throws Exception {
        var took = new LinkedHashMap<String, List<Duration>>();
        for (int round = 1; round <= rounds; round++) {
            for (var way : ways.entrySet()) {
                long began = System.nanoTime();
                way.getValue().change(MEBIBYTES + round);
                converged(way.getKey(), MEBIBYTES + round);
                var duration = Duration.ofNanos(System.nanoTime() - began);
                took.computeIfAbsent(way.getKey(), _ -> new ArrayList<>()).add(duration);
                tell.accept("round %d of %d, %s: %s".formatted(round, rounds, way.getKey(), Figures.seconds(duration)));
                settled(way.getKey());
            }
        }
        var figures = new LinkedHashMap<String, Figures>();
        took.forEach((way, durations) -> figures.put(way, Figures.of(durations)));
        return figures;
    }

    private static JsonNode spec() throws IOException, InterruptedException {
        var json = Docker.run("service", "inspect", NAME + "-app");
        return new ObjectMapper().readTree(json).path(0).path("Spec");
    }

    /** All its tasks that are to run do, with this limit, and none of another. */
    private static void converged(String service, int mebibytes) throws Exception {
        var wanted = "running " + mebibytes * 1048576L;
        Wait.until(service + " has " + mebibytes + " MiB", PATIENCE, POLL, () -> {
            var tasks = tasks(service);
            return tasks.size() == REPLICAS && tasks.stream().allMatch(wanted::equals);
        });
    }

    private static List<String> tasks(String service) throws IOException, InterruptedException {
        if (Docker.run("service", "ls", "-q", "--filter", "name=" + service).isEmpty()) {
            return List.of();
        }
        var ids = Docker.lines("service", "ps", "-q", "--filter", "desired-state=running", service);
        if (ids.isEmpty()) {
            return List.of();
        }
        var inspect =
                new ArrayList<>(List.of("inspect", "-f", "{{.Status.State}} {{.Spec.Resources.Limits.MemoryBytes}}"));
        inspect.addAll(ids);
        return Docker.lines(inspect.toArray(String[]::new));
    }

    /** Swarm watches the new tasks for a while: the next round begins after that, for everybody. */
    private static void settled(String service) throws Exception {
        Wait.until(service + " is updated", PATIENCE, POLL, () -> Docker.run(
                        "service", "inspect", "-f", "{{with .UpdateStatus}}{{.State}}{{end}}", service)
                .equals("completed"));
    }
}
