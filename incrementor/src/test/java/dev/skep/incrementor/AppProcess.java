package dev.skep.incrementor;

import static dev.skep.incrementor.Eventually.eventually;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The app as a process of its own, as a container would run it. */
final class AppProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("msg=\"listening\" http=\"127\\.0\\.0\\.1:(\\d+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path output;
    private final Process process;

    /** Starts it; what it prints goes to a file in this folder. */
    AppProcess(Path folder, Map<String, String> environment) throws IOException {
        output = folder.resolve("app.log");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var builder = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-cp", classPath, Main.class.getName());
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
