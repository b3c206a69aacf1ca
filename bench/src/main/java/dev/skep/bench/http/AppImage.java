package dev.skep.bench.http;

import dev.skep.bench.run.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The app as its image has it, in a folder: its options, its jar, and the cache that the image's build makes. */
final class AppImage implements AutoCloseable {
    /** What the manifest gives. */
    private static final String MEMORY = "-XX:MaxRAM=128m";

    /** What the app's jar says itself when it is run as a jar. */
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    private static final int TRAINS_AT_MOST_SECONDS = 60;
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private final Path root;
    private final Path home;

    private AppImage(Path root, Path home) {
        this.root = root;
        this.home = home;
    }

    /** Makes it, by the script that makes the image's. */
    static AppImage make(Path root) throws IOException, InterruptedException {
        var image = new AppImage(root, Files.createTempDirectory("skep-bench-app"));
        try {
            Files.copy(root.resolve("incrementor/docker/java.options"), image.home.resolve("java.options"));
            Files.copy(root.resolve("incrementor/target/incrementor.jar"), image.jar());
            image.train();
            return image;
        } catch (IOException | InterruptedException | BenchException e) {
            image.close();
            throw e;
        }
    }

    private void train() throws IOException, InterruptedException {
        var log = home.resolve("train.log");
        var builder =
                new ProcessBuilder(root.resolve("incrementor/docker/train").toString(), home.toString());
        builder.environment().put("PATH", JAVA_HOME.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("HTTP_PORT", Integer.toString(Child.freePort()));
        var process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        if (!process.waitFor(TRAINS_AT_MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new BenchException("incrementor/docker/train made no cache:\n"
                    + Files.readString(log).strip());
        }
    }

    /** Starts it as the image does, with some more options to the JVM; they may name other classes. */
    Child start(Path folder, List<String> options, Map<String, String> settings) throws IOException {
        var command = java();
        command.addAll(options);
        if (options.contains("-cp")) {
            command.addAll(List.of(NATIVE, "dev.skep.incrementor.Main"));
        } else {
            command.addAll(cache());
            command.addAll(List.of("-jar", jar().toString()));
        }
        return new Child(folder, command, environment(settings));
    }

    /** One that cannot be used is an error here; in the image it only costs time. */
    private List<String> cache() {
        return List.of("-XX:AOTCache=" + home.resolve("incrementor.aot"), "-XX:AOTMode=on");
    }

    /** Starts another program with the same options, cache and memory, that may use the app's classes. */
    Child startFixture(Path folder, String program, List<String> arguments) throws IOException {
        var command = java();
        command.addAll(cache());
        // Without NATIVE, as when the cache was made: else it cannot be used. The JVM warns in its log.
        command.addAll(List.of("-cp", jar() + ":" + root.resolve("bench/target/bench.jar"), program));
        command.addAll(arguments);
        return new Child(folder, command, environment(Map.of()));
    }

    /** A file or a folder of the repository that it was made from. */
    Path source(String path) {
        return root.resolve(path);
    }

    private Path jar() {
        return home.resolve("incrementor.jar");
    }

    private List<String> java() {
        return new ArrayList<>(
                List.of(JAVA_HOME.resolve("bin/java").toString(), "@" + home.resolve("java.options"), MEMORY));
    }

    private static Map<String, String> environment(Map<String, String> settings) {
        var environment = new HashMap<>(settings);
        environment.put("MALLOC_ARENA_MAX", "2");
        return environment;
    }

    @Override
    public void close() {
        Folders.delete(home);
    }
}
