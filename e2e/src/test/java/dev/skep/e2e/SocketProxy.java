package dev.skep.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import dev.skep.cli.Authority;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A proxy of an engine's socket, on loopback, as people put before it: it lets through what it was told to, remembers what of
 * that was asked for, and forbids all else.
 */
final class SocketProxy implements AutoCloseable {
    /** What it says to whoever asks for more. */
    static final String FORBIDDEN = "this proxy lets nobody do that";

    /** How a call goes wrong. */
    enum Cut {
        /** The engine is never asked. */
        REFUSED,
        /** It does what it is asked, and nobody gets its answer. */
        NOT_ANSWERED,
        /** Somebody else asks it for the very same just before: it finds the version stale, the name taken, or nothing left. */
        TOO_LATE
    }

    private static final String END_OF_HEAD = "\r\n\r\n";

    /** How long an answer is that comes piece by piece. */
    private static final int CHUNKED = 0;

    private static final int NO_CONTENT = 204;

    private final HttpServer server;
    private final UnixDomainSocketAddress engine;
    private final Set<String> allowed;
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Set<String> wereCut = ConcurrentHashMap.newKeySet();
    private volatile Optional<Cut> cut = Optional.empty();

    private SocketProxy(HttpServer server, UnixDomainSocketAddress engine, Set<String> allowed) {
        this.server = server;
        this.engine = engine;
        this.allowed = allowed;
    }

    /** Lets these calls through, in the form of {@link EngineCalls}. */
    static SocketProxy of(Docker docker, Set<String> allowed) {
        try {
            return start(HttpServer.create(loopback(), 0), docker, allowed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for those alone who show a certificate of this authority. */
    static SocketProxy of(Docker docker, Set<String> allowed, Authority authority) {
        try {
            var server = HttpsServer.create(loopback(), 0);
            server.setHttpsConfigurator(authority.bothWays());
            return start(server, docker, allowed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static SocketProxy start(HttpServer server, Docker docker, Set<String> allowed) {
        var socket = UnixDomainSocketAddress.of(docker.host().replaceFirst("^unix://", ""));
        var proxy = new SocketProxy(server, socket, allowed);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", proxy::answer);
        server.start();
        return proxy;
    }

    /** As in {@code DOCKER_HOST}. */
    String host() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What was asked for of what it lets through. */
    Set<String> used() {
        return Set.copyOf(used);
    }

    /** From now on each call that writes is cut when it is made for the first time. */
    void cutEach(Cut how) {
        wereCut.clear();
        cut = Optional.of(how);
    }

    void cutNoMore() {
        cut = Optional.empty();
    }

    /** How many were cut. */
    int cuts() {
        return wereCut.size();
    }

    @Override
    public void close() {
        server.stop(0);
        open.forEach(SocketProxy::close);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = call(exchange);
            var body = exchange.getRequestBody().readAllBytes();
            if (call.isEmpty()) {
                refuse(exchange);
            } else if (isCut(exchange, body)) {
                cut(exchange, body, cut.orElseThrow());
            } else {
                used.add(call.get());
                back(pass(exchange, body), exchange);
            }
        }
    }

    private static void refuse(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(403, CHUNKED);
        exchange.getResponseBody().write(("{\"message\":\"" + FORBIDDEN + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /** It is the same call whatever version it goes by. */
    private boolean isCut(HttpExchange exchange, byte[] body) {
        return cut.isPresent()
                && !exchange.getRequestMethod().equals("GET")
                && wereCut.add(exchange.getRequestMethod()
                        + exchange.getRequestURI().getPath()
                        + new String(body, StandardCharsets.UTF_8));
    }

    private void cut(HttpExchange exchange, byte[] body, Cut how) throws IOException {
        switch (how) {
            case REFUSED -> refuse(exchange);
            case NOT_ANSWERED -> passUnheard(exchange, body); // and the connection ends without a word
            case TOO_LATE -> {
                passUnheard(exchange, body);
                back(pass(exchange, body), exchange);
            }
        }
    }

    private void passUnheard(HttpExchange exchange, byte[] body) throws IOException {
        try (var answer = pass(exchange, body)) {
            answer.transferTo(OutputStream.nullOutputStream());
        }
    }

    private Optional<String> call(HttpExchange exchange) {
        var path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.\\d+", "");
        var asked = exchange.getRequestMethod() + " " + path;
        return allowed.stream().filter(call -> asked.matches(pattern(call))).findFirst();
    }

    private static String pattern(String call) {
        return Pattern.quote(call).replace("*", "\\E.+\\Q");
    }

    /** In HTTP 1.0: the answer then is in one piece, and ends with its connection. */
    private InputStream pass(HttpExchange exchange, byte[] body) throws IOException {
        var head = "%s %s HTTP/1.0\r\nHost: engine\r\nContent-Type: application/json\r\nContent-Length: %d%s"
                .formatted(exchange.getRequestMethod(), exchange.getRequestURI(), body.length, END_OF_HEAD);
        var channel = SocketChannel.open(engine);
        open.add(channel);
        write(channel, head.getBytes(StandardCharsets.US_ASCII));
        write(channel, body);
        return Channels.newInputStream(channel);
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        for (var left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
            channel.write(left);
        }
    }

    private static void back(InputStream from, HttpExchange exchange) throws IOException {
        try (var answer = from) {
            var head = head(answer);
            for (var header : List.of("Api-Version", "Content-Type")) {
                head.lines()
                        .filter(line -> line.startsWith(header + ": "))
                        .forEach(
                                line -> exchange.getResponseHeaders().set(header, line.substring(header.length() + 2)));
            }
            int status = Integer.parseInt(head.split(" ", 3)[1]);
            exchange.sendResponseHeaders(status, status == NO_CONTENT ? -1 : CHUNKED);
            exchange.getResponseBody().flush(); // who follows events wants to know that they are open
            var piece = new byte[8192];
            for (int read = answer.read(piece); read > 0; read = answer.read(piece)) {
                exchange.getResponseBody().write(piece, 0, read);
                exchange.getResponseBody().flush();
            }
        }
    }

    private static String head(InputStream answer) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith(END_OF_HEAD)) {
            int next = answer.read();
            if (next < 0) {
                throw new EOFException("the engine gave no answer, but: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
