package dev.skep.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The engine's API as raw JSON over docker-java's transport: docker-java's typed model drops fields that it lacks
 * (docker-java#2547 for the version: nobody negotiates it but this class).
 */
public final class EngineApi implements AutoCloseable {
    /** Engines from 29 on speak nothing older; older ones speak what they have. */
    private static final String NEWEST = "1.44";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerHttpClient http;
    private final String host;
    private final Duration deadline;
    private final CallListener calls;
    private volatile String version = "";

    /** Is told of every call, by whichever thread made it. */
    @FunctionalInterface
    public interface CallListener {
        /**
         * A call ended.
         *
         * @param object what the path begins with: {@code services}
         * @param outcome one word: {@code Ok}, else the name of a {@link SwarmException}
         */
        void called(String method, String object, String outcome);
    }

    private EngineApi(DockerHttpClient http, String host, Duration deadline, CallListener calls) {
        this.http = http;
        this.host = host;
        this.deadline = deadline;
        this.calls = calls;
    }

    /**
     * Connects when it is first used.
     *
     * @param deadline of each call; the transport's own is ignored on Unix sockets
     * @param calls told of each call
     */
    public static EngineApi connect(DockerClientConfig config, Duration deadline, CallListener calls) {
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .connectionTimeout(deadline)
                .build();
        return new EngineApi(http, config.getDockerHost().toString(), deadline, calls);
    }

    /** Where it connects to, for messages. */
    public String host() {
        return host;
    }

    /** Gets a document. */
    public JsonNode get(String path, Map<String, String> query) {
        return call(Request.Method.GET, path, query, null, EngineApi::document);
    }

    /** Gets a list. */
    <T> List<T> list(String path, Map<String, String> query, ListReader<T> reader) {
        return call(Request.Method.GET, path, query, null, reader::read);
    }

    /** Posts a document; the answer is missing where the engine gives none. */
    public JsonNode post(String path, Map<String, String> query, JsonNode body) {
        return call(Request.Method.POST, path, query, body, EngineApi::document);
    }

    public void delete(String path) {
        call(Request.Method.DELETE, path, Map.of(), null, EngineApi::document);
    }

    /** Opens a stream that has no end; the caller closes it. */
    public Response stream(String path, Map<String, String> query) {
        return told(Request.Method.GET, path, () -> {
            var response = http.execute(request(Request.Method.GET, path, query, null));
            if (response.getStatusCode() != 200) {
                try (response) {
                    throw failure(response, path);
                }
            }
            return response;
        });
    }

    @Override
    public void close() throws IOException {
        http.close();
    }

    /** What is made of an answer. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(InputStream body) throws IOException;
    }

    private <T> T call(
            Request.Method method, String path, Map<String, String> query, JsonNode body, Reading<T> reading) {
        return told(method, path, () -> {
            try (var response = http.execute(request(method, path, query, body))) {
                if (response.getStatusCode() >= 300) {
                    throw failure(response, method + " " + path);
                }
                return reading.of(response.getBody());
            }
        });
    }

    private static JsonNode document(InputStream body) throws IOException {
        var answer = body.readAllBytes();
        return answer.length == 0 ? MissingNode.getInstance() : JSON.readTree(answer);
    }

    private Request request(Request.Method method, String path, Map<String, String> query, JsonNode body)
            throws IOException {
        var parameters = query.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = Request.builder()
                .method(method)
                .path("/v" + version() + path + (parameters.isEmpty() ? "" : "?" + parameters));
        if (body != null) {
            request.putHeader("Content-Type", "application/json")
                    .body(new ByteArrayInputStream(JSON.writeValueAsBytes(body)));
        }
        return request.build();
    }

    /** The newest version that both sides speak; asked again after a connection was lost, for engines are replaced. */
    private String version() throws IOException {
        if (version.isEmpty()) {
            var ping =
                    Request.builder().method(Request.Method.GET).path("/_ping").build();
            try (var response = http.execute(ping)) {
                var offered = response.getHeader("Api-Version");
                if (offered == null) {
                    throw new IOException("no Docker engine answers at " + host);
                }
                version = older(offered, NEWEST);
            }
        }
        return version;
    }

    private static String older(String a, String b) {
        return minor(a) < minor(b) ? a : b;
    }

    private static int minor(String version) {
        return Integer.parseInt(version.substring(version.indexOf('.') + 1));
    }

    private <T> T told(Request.Method method, String path, Callable<T> call) {
        var object = path.split("/", 3)[1];
        try {
            var answer = bounded(method + " " + path, call);
            calls.called(method.name(), object, "Ok");
            return answer;
        } catch (SwarmException e) {
            calls.called(method.name(), object, e.getClass().getSimpleName());
            throw e;
        }
    }

    private <T> T bounded(String what, Callable<T> call) {
        var task = new FutureTask<>(call);
        var thread = Thread.ofVirtual().name("docker " + what).start(task);
        try {
            return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new SwarmException.Unreachable(
                    "%s at %s: no answer within %d s".formatted(what, host, deadline.toSeconds()), e);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new SwarmException.Unreachable(what + ": interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SwarmException known) {
                throw known;
            }
            version = "";
            throw new SwarmException.Unreachable(
                    "%s at %s: %s".formatted(what, host, words(e.getCause())), e.getCause());
        }
    }

    /** The transport wraps what happened to the connection, and its message then begins with a class's name. */
    private static String words(Throwable failure) {
        return failure instanceof RuntimeException && failure.getCause() instanceof IOException wrapped
                ? wrapped.getMessage()
                : failure.getMessage();
    }

    private static SwarmException failure(Response response, String what) throws IOException {
        var text = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
        var message = what + ": " + message(text);
        var status = response.getStatusCode();
        if (status == 400 && text.contains("client version")) {
            throw new IOException(message(text)); // another engine in the old one's place: it is asked what it speaks
        }
        if (text.contains("update out of sequence")) {
            return new SwarmException.StaleVersion(message);
        }
        if (what.startsWith(Request.Method.DELETE.name())
                && (text.contains("in use") || text.contains("has active endpoints"))) {
            return new SwarmException.InUse(message);
        }
        if (text.contains("does not have a leader") || text.contains("DeadlineExceeded") || status == 503) {
            return new SwarmException.Unreachable(message, null);
        }
        // Networks are missing with a 500: on removal while it vanishes, and where a service refers to one.
        if (text.contains("\"network ") && text.contains(" not found\"")) {
            return new SwarmException.Gone(message);
        }
        return switch (status) {
            case 404 -> new SwarmException.Gone(message);
            case 409 -> new SwarmException.NameTaken(message);
            case 400, 401, 403, 406, 501 -> new SwarmException.Refused(message);
            default -> new SwarmException.Unreachable(message, null);
        };
    }

    private static String message(String body) {
        try {
            return JSON.readTree(body).path("message").asText(body.strip());
        } catch (IOException e) {
            return body.strip();
        }
    }
}
