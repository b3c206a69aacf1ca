package dev.skep.bench.topologies;

import dev.skep.bench.run.BenchException;
import dev.skep.bench.run.Command;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of Skep, as a user gives them.
 *
 * @param root of the checkout, with the jar built
 */
record SkepJar(Path root) {
    private static final Duration GRACE = Duration.ofSeconds(30);

    void awaitReady(String manifest, Duration atMost) throws IOException, InterruptedException {
        run(atMost, "wait", manifest, "--for", "Ready", "--timeout", atMost.toSeconds() + "s");
    }

    void awaitDeleted(String manifest, Duration atMost) throws IOException, InterruptedException {
        run(atMost, "wait", manifest, "--for", "Deleted", "--timeout", atMost.toSeconds() + "s");
    }

    /** Where the counter answers, at the first node. */
    URI url(String manifest) throws IOException, InterruptedException {
        return run(GRACE, "url", manifest)
                .lines()
                .filter(line -> line.startsWith("http"))
                .findFirst()
                .map(URI::create)
                .orElseThrow(() -> new BenchException(manifest + " is reached from nowhere outside the swarm"));
    }

    private String run(Duration atMost, String... arguments) throws IOException, InterruptedException {
        return Command.run("skep " + String.join(" ", arguments), atMost.plus(GRACE), "", command(arguments));
    }

    private List<String> command(String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var jar = root.resolve("controller/target/controller.jar").toString();
        var command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar));
        command.addAll(List.of(arguments));
        return command;
    }
}
