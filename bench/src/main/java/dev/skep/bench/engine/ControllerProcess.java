package dev.skep.bench.engine;

import dev.skep.bench.run.ProcText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The controller's jar, run as its image runs it, and what Linux says of that process. */
final class ControllerProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;

    private ControllerProcess(Process process) {
        this.process = process;
    }

    /** As the image is built: keeps, in the scratch folder, what the JVM loads and links, for every start. */
    static void train(Path root, Path scratch) throws IOException {
        var log = scratch.resolve("train.log");
        var script = root.resolve("controller/docker/train").toString();
        var training = new ProcessBuilder(
                        script, JAVA, options(root), jar(root), cache(scratch).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (training.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("the controller could not be trained:\n" + Files.readString(log));
        }
    }

    /**
     * Starts it as its image does.
     *
     * @param root of the checkout, with the jar built
     * @param scratch a folder for its key, its heartbeat and its log, where it was {@link #train trained}
     */
    static ControllerProcess start(Path root, String dockerHost, Path manifests, Path scratch) throws IOException {
        var key = scratch.resolve("key");
        Files.write(key, new byte[32]);
        var command = new ArrayList<>(
                List.of(JAVA, "@" + options(root), "-XX:AOTCache=" + cache(scratch), "-jar", jar(root)));
        command.addAll(List.of("controller", "--manifests", manifests.toString(), "--key-file", key.toString()));
        command.addAll(List.of("--heartbeat", scratch.resolve("alive").toString()));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("controller.log").toFile());
        builder.environment().put("DOCKER_HOST", dockerHost);
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return new ControllerProcess(builder.start());
    }

    private static String options(Path root) {
        return root.resolve("controller/docker/java.options").toString();
    }

    private static String jar(Path root) {
        return root.resolve("controller/target/controller.jar").toString();
    }

    private static Path cache(Path scratch) {
        return scratch.resolve("controller.aot");
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Its resident memory, in bytes. */
    long memory() throws IOException {
        return kibibytes("VmRSS:");
    }

    /** The most that it ever had resident, in bytes. */
    long mostMemory() throws IOException {
        return kibibytes("VmHWM:");
    }

    /** The time that it had a core for itself. */
    Duration cpu() throws IOException {
        return ProcText.cpu(Files.readString(proc("stat")));
    }

    private long kibibytes(String field) throws IOException {
        return ProcText.figure(Files.readString(proc("status")), field)
                        .orElseThrow(() -> new IllegalStateException("the controller has ended"))
                * 1024;
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** Ends it, as Swarm does, and waits for it. */
    @Override
    public void close() {
        process.destroy();
        if (process.onExit()
                        .completeOnTimeout(null, GRACE.toSeconds(), TimeUnit.SECONDS)
                        .join()
                == null) {
            process.destroyForcibly();
            throw new IllegalStateException("the controller did not end within " + GRACE.toSeconds() + " s");
        }
    }
}
