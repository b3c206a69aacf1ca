package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A counter as its users see it: by HTTP, through each of its URLs in turn. */
final class Counter {
    static {
        // Java's client would send a GET again by itself when the connection breaks, and GET / counts.
        System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    }

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    private final List<URI> urls;
    private final AtomicInteger turn = new AtomicInteger();

    Counter(List<URI> urls) {
        this.urls = List.copyOf(urls);
    }

    List<URI> urls() {
        return urls;
    }

    /** Counts. */
    long next() {
        return number(get("/"));
    }

    long read() {
        return number(get("/counter"));
    }

    /** The sum of all groups, of which most have one. */
    long sum() {
        return number(get("/counter?scope=all"));
    }

    long reset() {
        return number(get("/reset"));
    }

    HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    /** Sends it through the next URL; fails when there is no answer at all. */
    HttpResponse<String> send(String method, String path) {
        var url = urls.get(Math.floorMod(turn.getAndIncrement(), urls.size())).resolve(path);
        try {
            return exchange(method, url);
        } catch (IOException e) {
            return fail(method + " " + url + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted", e);
        }
    }

    /** Sends it once. */
    static HttpResponse<String> exchange(String method, URI url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(15))
                .method(method, BodyPublishers.noBody())
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    /** The task that gave an answer. */
    static String task(HttpResponse<String> answer) {
        return answer.headers().firstValue("Skep-Task").orElseThrow();
    }

    static long number(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.uri() + ": " + answer.body());
        return Long.parseLong(answer.body().strip());
    }
}
