package dev.skep.bench.topologies;

import dev.skep.bench.run.Docker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Asks it, as a Redis, in the name of the health check, which may ask for INFO and no more. */
    String redisInfo(String section) throws IOException, InterruptedException {
        return shell("REDISCLI_AUTH=\"$(cat /run/secrets/redis-password)\" redis-cli --user health info " + section);
    }

    /** Asks it, as a Redis, for a key, as an app does: its password is the app's to tell. */
    String redisValue(String key, Container app) throws IOException, InterruptedException {
        // Builtins: the app's image has a shell and no programs.
        var password = app.shell("read -r password < \"$REDIS_PASSWORD_FILE\"; printf %s \"$password\"");
        var script = "read -r REDISCLI_AUTH && export REDISCLI_AUTH && redis-cli --user app get " + key;
        return Docker.fed(password + "\n", "-H", engine, "exec", "-i", id, "sh", "-c", script);
    }

    /** Changes what it may use, while it runs. */
    void update(String... limits) throws IOException, InterruptedException {
        var arguments = Stream.of(Stream.of("update"), Stream.of(limits), Stream.of(id));
        Docker.on(engine, arguments.flatMap(words -> words).toArray(String[]::new));
    }

    /** Runs a shell command in it. */
    String shell(String script) throws IOException, InterruptedException {
        return Docker.on(engine, "exec", id, "sh", "-c", script);
    }
}
