package dev.skep.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.status.ManifestStatus;
import dev.skep.status.RecentEvents;
import dev.skep.status.StatusJson;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Which path means what; all are read-only. docs/operations.md is their contract. */
public final class Endpoints {
    private static final String MANIFESTS = "/api/v1/manifests";
    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final Watched watched;
    private final Metrics metrics;
    private final RecentEvents events;

    public Endpoints(Watched watched, Metrics metrics, RecentEvents events) {
        this.watched = watched;
        this.metrics = metrics;
        this.events = events;
    }

    Reply answer(String method, String path) {
        var reply = get(path);
        return reply.status() == 404 || METHODS.contains(method)
                ? reply
                : Reply.problem(405, "Method Not Allowed", method + " is not allowed here, only GET and HEAD are")
                        .with("Allow", "GET, HEAD");
    }

    private Reply get(String path) {
        return switch (path) {
            case "/livez" -> watched.hangs().map(Endpoints::unavailable).orElseGet(() -> fine("live"));
            case "/readyz" -> {
                var unreadable = watched.unreadable();
                yield unreadable.isEmpty() ? fine("ready") : unavailable(String.join("; ", unreadable));
            }
            case "/metrics" -> Reply.text(Metrics.MEDIA_TYPE, metrics.text());
            case "/api/v1/events" ->
                array(events.all().stream().map(e -> e.json()).toList());
            case MANIFESTS ->
                ofStatuses(all -> array(all.stream().map(StatusJson::of).toList()));
            default ->
                path.startsWith(MANIFESTS + "/")
                        ? ofStatuses(all -> one(path.substring(MANIFESTS.length() + 1), all))
                        : nothing("There is nothing at this path.");
        };
    }

    private Reply ofStatuses(Function<List<ManifestStatus>, Reply> reply) {
        return watched.statuses()
                .map(reply)
                .orElseGet(() -> unavailable("The swarm was not looked at yet; ask again in a moment."));
    }

    private static Reply one(String name, List<ManifestStatus> statuses) {
        return statuses.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .map(s -> Reply.json(StatusJson.of(s)))
                .orElseGet(() -> nothing("No manifest, and nothing in the swarm, is named " + name + "."));
    }

    private static Reply array(List<ObjectNode> elements) {
        return Reply.json(JsonNodeFactory.instance.arrayNode().addAll(elements));
    }

    private static Reply fine(String word) {
        return Reply.text("text/plain; charset=utf-8", word + "\n");
    }

    private static Reply unavailable(String why) {
        return Reply.problem(503, "Service Unavailable", why);
    }

    private static Reply nothing(String why) {
        return Reply.problem(404, "Not Found", why);
    }
}
