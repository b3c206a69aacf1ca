package dev.skep.bench.topologies;

import dev.skep.bench.run.Docker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A container of a manifest on this machine.
 *
 * @param engine that runs it
 * @param name of the task, without the id that Swarm appends
 */
record Container(String engine, String id, Part part, String name, Optional<Cgroup> cgroup) {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final String FORMAT = "{{.ID}} {{.Label \"dev.skep.component\"}} {{.Names}}";

    /** Those of a manifest, on all engines. */
    static List<Container> of(String manifest, List<String> engines) throws IOException, InterruptedException {
        var containers = new ArrayList<Container>();
        for (var engine : engines) {
            var lines = Docker.on(
                    engine, "ps", "--no-trunc", "--filter", "label=dev.skep.name=" + manifest, "--format", FORMAT);
            for (var line : lines.lines().toList()) {
                var words = line.split(" ", -1);
                containers.add(new Container(
                        engine,
                        words[0],
                        Part.of(words[1]),
                        words[2].substring(0, words[2].lastIndexOf('.')),
                        Cgroup.ofContainer(CGROUPS, words[0])));
            }
        }
        return List.copyOf(containers);
    }

    Counters counters(Proc proc) throws IOException {
        if (cgroup.isEmpty()) {
            return Counters.NONE;
        }
        var group = cgroup.get();
        var pids = group.pids();
        long switches = pids.stream().mapToLong(proc::switches).sum();
        var own = new Counters(group.cpu(), group.memory(), switches, 0, 0);
        return pids.isEmpty() ? own : own.plus(proc.network(pids.getFirst()));
    }

    /** A process whose network is the container's. */
    Optional<Long> pid() throws IOException {
        return cgroup.isEmpty()
                ? Optional.empty()
                : cgroup.get().pids().stream().findFirst();
    }

    /** Runs a shell command in it. */
    String shell(String script) throws IOException, InterruptedException {
        return Docker.on(engine, "exec", id, "sh", "-c", script);
    }
}
