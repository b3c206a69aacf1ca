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
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The app as a process of its own, as a container would run it. */
final class AppProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("msg=\"listening\" http=\"127\\.0\\.0\\.1:(\\d+)\"");

    /** With a third of 128 MiB as heap. */
    private static final List<String> AS_IN_THE_IMAGE = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxDirectMemorySize=16m",
            "-XX:ReservedCodeCacheSize=32m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path output;
    private final Process process;

    /** Starts it; what it prints goes to a file in this folder. */
    AppProcess(Path folder, Map<String, String> environment) throws IOException {
        output = folder.resolve("app.log");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new ArrayList<>(List.of(java, "-Xmx41m"));
        command.addAll(AS_IN_THE_IMAGE);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        var builder = new ProcessBuilder(command);
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

    /** How much memory it takes. */
    long residentKib() throws IOException {
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
        process.destroyForcibly();
        client.close();
    }
}
