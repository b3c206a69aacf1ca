package dev.skep.incrementor.http;

import dev.skep.incrementor.counter.Counters;
import dev.skep.incrementor.counter.LinkState;
import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.counter.Outcome;
import dev.skep.incrementor.metrics.Metrics;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The HTTP contract of docs/app.md: which request means what, and which answer says what. */
final class HttpApi {
    private final Context context;
    private final Counters counters;
    private final Traffic traffic;
    private final Metrics metrics;
    private final Replies replies;

    HttpApi(Context context, Counters counters, Traffic traffic, Metrics metrics, Replies replies) {
        this.context = context;
        this.counters = counters;
        this.traffic = traffic;
        this.metrics = metrics;
        this.replies = replies;
    }

    void handle(HttpServerRequest request) {
        Route.at(request.path())
                .ifPresentOrElse(
                        route -> handle(route, request),
                        () -> replies.problem(request, new Problem(404, "There is nothing at this path.")));
    }

    void handleUnreadable(HttpServerRequest request) {
        var problem =
                switch (request.decoderResult().cause()) {
                    case TooLongHttpLineException e -> new Problem(414, "The request line is too long.");
                    case TooLongHttpHeaderException e -> new Problem(431, "The headers are too long.");
                    case null, default -> new Problem(400, "This is no HTTP request.");
                };
        replies.unreadable(request, problem);
    }

    private void handle(Route route, HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            replies.methodNotAllowed(request);
            return;
        }
        switch (route) {
            case INCREMENT -> askOwn(request, Operation.INCREMENT);
            case READ -> askInScope(request, Operation.READ);
            case RESET -> askInScope(request, Operation.RESET);
            case LIVE -> replies.text(request, "text/plain", "live\n");
            case READY -> readiness(request);
            case METRICS -> replies.text(request, Metrics.MEDIA_TYPE, metrics.text());
        }
    }

    private void askInScope(HttpServerRequest request, Operation operation) {
        var scopes = scopes(request);
        if (scopes.isEmpty()) {
            askOwn(request, operation);
        } else if (scopes.stream().allMatch("all"::equals)) {
            ask(request, operation, counters.askAll(operation));
        } else {
            replies.problem(request, new Problem(400, "The scope is wrong: leave it out or say scope=all."));
        }
    }

    private static List<String> scopes(HttpServerRequest request) {
        try {
            return request.params().getAll("scope");
        } catch (IllegalArgumentException malformed) {
            return List.of("malformed");
        }
    }

    private void askOwn(HttpServerRequest request, Operation operation) {
        ask(request, operation, counters.own().ask(operation));
    }

    private void ask(HttpServerRequest request, Operation operation, CompletableFuture<Outcome> asked) {
        Future.fromCompletionStage(asked, context).onSuccess(outcome -> answer(request, operation, outcome));
    }

    private void answer(HttpServerRequest request, Operation operation, Outcome outcome) {
        switch (outcome) {
            case Outcome.Value(var number) -> {
                metrics.request(operation, "ok");
                replies.number(request, number);
            }
            case Outcome.Late() -> {
                metrics.request(operation, "late");
                replies.unavailable(request, Replies.late(whyLate()).detail());
            }
            case Outcome.Incomplete(var why) -> {
                metrics.request(operation, "incomplete");
                replies.unavailable(
                        request,
                        "There is no sum, for not every group answered: " + why
                                + ". In each group this request took effect once or not at all.");
            }
            case Outcome.Full() -> {
                metrics.request(operation, "full");
                replies.unavailable(request, Replies.FULL.detail());
            }
            case Outcome.Refused(var why) -> {
                metrics.request(operation, "refused");
                replies.problem(request, Replies.refused(why));
            }
        }
    }

    private void readiness(HttpServerRequest request) {
        if (traffic.draining()) {
            replies.unavailable(request, "This task is about to stop.");
            return;
        }
        switch (counters.own().linkState()) {
            case LinkState.Ready() -> replies.text(request, "text/plain", "ready\n");
            case LinkState.Unknown() -> replies.unavailable(request, "Redis has not answered yet.");
            case LinkState.Down(var kind, var why) -> replies.unavailable(request, why + ".");
        }
    }

    private String whyLate() {
        return counters.own().linkState().whyDown().orElse("Redis did not answer in time");
    }
}
