package dev.skep.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skep.status.EventReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

/** The controller's HTTP side: the JDK's own server, a virtual thread for each request. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("skep");

    private final HttpServer server;
    private final ExecutorService threads;
    private final Endpoints endpoints;

    private ApiServer(HttpServer server, ExecutorService threads, Endpoints endpoints) {
        this.server = server;
        this.threads = threads;
        this.endpoints = endpoints;
    }

    /**
     * Answers from now on.
     *
     * @throws IOException if the address cannot be listened at
     */
    public static ApiServer start(InetSocketAddress address, Endpoints endpoints) throws IOException {
        var http = HttpServer.create(address, 0);
        var server = new ApiServer(http, Executors.newVirtualThreadPerTaskExecutor(), endpoints);
        http.setExecutor(server.threads);
        http.createContext("/", server::handle);
        http.start();
        return server;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var reply = reply(exchange);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", reply.mediaType());
            headers.set("Cache-Control", "no-store");
            reply.headers().forEach(headers::set);
            var body = reply.body().getBytes(StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("HEAD")) {
                headers.set("Content-Length", Integer.toString(body.length));
                exchange.sendResponseHeaders(reply.status(), -1);
            } else {
                exchange.sendResponseHeaders(reply.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Reply reply(HttpExchange exchange) {
        try {
            return endpoints.answer(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath());
        } catch (RuntimeException e) {
            // A bug must not look like a broken connection to who asks, nor be silent to who reads the log.
            LOG.atError()
                    .addMarker(MarkerFactory.getMarker(EventReason.BUG.word()))
                    .addKeyValue("detail", e)
                    .setCause(e)
                    .log("bug in an answer to " + exchange.getRequestURI());
            return Reply.problem(500, "Internal Server Error", "A bug in Skep; its log says more.");
        }
    }
}
