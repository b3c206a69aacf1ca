package dev.skep.incrementor;

import static dev.skep.incrementor.Eventually.eventually;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The app as a process of its own, as a container would run it. */
final class AppProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("msg=\"listening\" http=\"127\\.0\\.0\\.1:(\\d+)\"");

    /** What the manifest gives a task. */
    static final long MEMORY = 128L << 20;

    private static final List<String> AS_IN_THE_IMAGE =
            List.of("@docker/java.options", "-XX:MaxRAM=" + MEMORY, "--enable-native-access=ALL-UNNAMED");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path output;
    private final Process process;
    private final Optional<MemoryGroup> group;

    /** Starts it; what it prints goes to a file in this folder. */
    AppProcess(Path folder, Map<String, String> environment) throws IOException {
        this(folder, environment, Optional.empty());
    }

    /** Starts it with no more memory than the manifest gives, where that can be seen to. */
    static AppProcess withItsMemory(Path folder, Map<String, String> environment) throws IOException {
        return new AppProcess(folder, environment, MemoryGroup.ofBytes(MEMORY));
    }

    private AppProcess(Path folder, Map<String, String> environment, Optional<MemoryGroup> group) throws IOException {
        this.group = group;
        output = folder.resolve("app.log");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new ArrayList<>(List.of(java));
        command.addAll(AS_IN_THE_IMAGE);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        var builder = new ProcessBuilder(group.map(one -> one.with(command)).orElse(command));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.environment().putAll(environment);
        process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** All that it printed until now. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** The URL of a path, once it listens. */
    URI url(String path) throws Exception {
        eventually("the app listens", () -> LISTENING.matcher(output()).find());
        var port =
                LISTENING.matcher(output()).results().findFirst().orElseThrow().group(1);
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The memory that it and, where that can be told, the kernel for it hold. */
    long bytes() throws IOException {
        return Math.max(residentKib() << 10, group.isPresent() ? group.get().bytes() : 0);
    }

    boolean runs() {
        return process.isAlive();
    }

    private long residentKib() throws IOException {
        var status = Path.of("/proc", Long.toString(process.pid()), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Its exit status, within ten seconds. */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after ten seconds");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        client.close();
        group.ifPresent(MemoryGroup::close);
    }
}
