package dev.skep.bench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * An engine that is manager of a swarm, on loopback, as far as the controller speaks to one: more services than a machine
 * could run, all of them there at once. See https://docs.docker.com/reference/api/engine/version/v1.44/
 */
final class FakeEngine implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** As a path goes: version, kind, id or verb, verb. */
    private static final int KIND = 2;

    private static final int ID = 3;

    static {
        // Else each answer of more than one write waits 40 ms for the client's delayed acknowledgement: the engine's
        // socket
        // is a Unix one, which knows no such thing. Read when the server's class is loaded.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final FakeState state = new FakeState();
    private final LongAdder calls = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;

    FakeEngine() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** As in {@code DOCKER_HOST}. */
    String host() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    FakeState state() {
        return state;
    }

    /** How many calls were made so far. */
    long calls() {
        return calls.sum();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.increment();
        var path = exchange.getRequestURI().getPath().split("/", -1);
        try (exchange) {
            if (path[1].equals("_ping")) {
                exchange.getResponseHeaders().set("Api-Version", "1.44");
                send(exchange, 200, JSON.getNodeFactory().textNode("OK"));
            } else if (path[KIND].equals("events")) {
                stayOpen(exchange);
            } else {
                call(exchange, path);
            }
        } catch (FakeState.Refused e) {
            send(exchange, e.status, JSON.createObjectNode().put("message", e.getMessage()));
        }
    }

    private void call(HttpExchange exchange, String[] path) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> send(exchange, 200, state.list(path[KIND], names(exchange)));
            case "POST" -> send(exchange, 200, post(exchange, path));
            case "DELETE" -> {
                state.remove(path[KIND], path[ID]);
                exchange.sendResponseHeaders(204, -1);
            }
            default -> throw new FakeState.Refused(405, exchange.getRequestMethod());
        }
    }

    /** Those that a filter asks for; all carry the label that the others ask for. */
    private static Set<String> names(HttpExchange exchange) throws IOException {
        var query = exchange.getRequestURI().getQuery();
        if (query == null || !query.contains("filters=")) {
            return Set.of();
        }
        var filters = JSON.readTree(query.replaceFirst(".*filters=", "").replaceFirst("&.*", ""));
        return filters.path("name").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
    }

    private JsonNode post(HttpExchange exchange, String[] path) throws IOException {
        var body = (ObjectNode) JSON.readTree(exchange.getRequestBody());
        if (path[ID].equals("create")) {
            return state.create(path[KIND], body);
        }
        var version = exchange.getRequestURI().getQuery().replaceFirst(".*version=", "");
        return state.update(path[KIND], path[ID], Long.parseLong(version), body);
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, 0);
        JSON.writeValue(exchange.getResponseBody(), body);
    }

    /** The event stream: nothing happens but what the controller does itself. */
    private void stayOpen(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
