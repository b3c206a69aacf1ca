package dev.skep.bench.topologies;

import dev.skep.bench.run.BenchException;
import dev.skep.bench.run.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holds the nodes of the lab to some cores each, as if their hosts had no more.
 *
 * @param lab its command; empty where the swarm is not the lab's, and its nodes are nobody's to limit
 */
record NodeCores(Optional<Path> lab) {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** As ./skep tells. */
    static NodeCores here() {
        return new NodeCores(Optional.ofNullable(System.getenv("SKEP_LAB_COMMAND"))
                .filter(command -> !command.isEmpty())
                .map(Path::of));
    }

    boolean canBeLimited() {
        return lab.isPresent();
    }

    void limitTo(double cores) throws IOException, InterruptedException {
        limit(Double.toString(cores));
    }

    /** As they are: as many as the machine has. */
    void free() throws IOException, InterruptedException {
        if (canBeLimited()) {
            limit("none");
        }
    }

    private void limit(String cores) throws IOException, InterruptedException {
        var command = lab.orElseThrow(() -> new BenchException("only the nodes of the lab can be limited"))
                .toString();
        Command.run(command + " limit " + cores, DEADLINE, "", List.of(command, "limit", cores));
    }
}
