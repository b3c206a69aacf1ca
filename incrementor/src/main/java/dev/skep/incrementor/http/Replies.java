package dev.skep.incrementor.http;

import dev.skep.incrementor.metrics.Metrics;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.IOException;

/** Writes answers, all with what every answer must carry. */
final class Replies {
    static final String RETRY_SECONDS = "1";

    /** No place among those that may wait. */
    static final Problem FULL = new Problem(503, "Too many requests wait already; this one had no effect.");

    private static final CharSequence SKEP_TASK = HttpHeaders.createOptimized("Skep-Task");
    private static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private final Traffic traffic;
    private final Metrics metrics;
    private final String task;

    Replies(Traffic traffic, Metrics metrics, String task) {
        this.traffic = traffic;
        this.metrics = metrics;
        this.task = task;
    }

    /** The counter's number, and which task says it. */
    void number(HttpServerRequest request, long number) {
        request.response().putHeader(SKEP_TASK, task);
        end(request, 200, JSON, number + "\n");
    }

    void text(HttpServerRequest request, String mediaType, String text) {
        end(request, 200, mediaType, text);
    }

    void problem(HttpServerRequest request, Problem problem) {
        end(request, problem.status(), Problem.MEDIA_TYPE, problem.json());
    }

    /** An error that may be over in a moment. */
    void unavailable(HttpServerRequest request, String detail) {
        request.response().putHeader(RETRY_AFTER, RETRY_SECONDS);
        problem(request, new Problem(503, detail));
    }

    void methodNotAllowed(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.ALLOW, "GET");
        problem(request, new Problem(405, request.method() + " is not allowed here, only GET is"));
    }

    /** What cannot be read as a request: the connection ends too, since where the next one begins is unknown. */
    void unreadable(HttpServerRequest request, Problem problem) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        problem(request, problem);
    }

    /** No number in time, and why. */
    static Problem late(String why) {
        return new Problem(503, why + ". This request took effect once or not at all.");
    }

    /** Redis refuses, and why. */
    static Problem refused(String why) {
        return new Problem(500, why + ". This request had no effect.");
    }

    private void end(HttpServerRequest request, int status, CharSequence mediaType, String body) {
        var response = request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        if (traffic.draining()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        var last = response.headers().contains(HttpHeaders.CONNECTION);
        var sent = response.end(body);
        sent.onSuccess(done -> metrics.response(status));
        sent.onFailure(why -> unsent(request.connection(), why));
        if (last) {
            sent.onComplete(done -> request.connection().close());
        }
    }

    /** The client has gone, or an answer could not be written: the next would be taken for it. */
    private static void unsent(HttpConnection connection, Throwable why) {
        var pipeline =
                ((HttpServerConnection) connection).channelHandlerContext().pipeline();
        if (pipeline.channel().isActive() && !(why instanceof IOException)) {
            pipeline.get(Express.class).fault(why);
        } else {
            connection.close();
        }
    }
}
