package dev.skep.manifest;

import java.util.List;

/** Texts that the tests of this package share. */
final class Texts {
    static final String FILE = "m.yaml";

    /** Four lines; what follows starts at line 5. */
    static final String HEAD = """
            apiVersion: skep.dev/v1
            kind: Incrementor
            metadata: { name: incr }
            spec:
            """;

    /** Every field, none with its default. */
    static final String FULL = """
            apiVersion: skep.dev/v1
            kind: Incrementor
            metadata:
              name: shop-counter
            spec:
              suspend: true
              app:
                image: registry.example:5000/team/counter:2.1
                replicas: 256
                expose: { port: 9000, via: gateway }
                resources: { cpus: 1.5, memory: 1Gi }
                requestTimeout: 1s500ms
                update: { order: stop-first, parallelism: 2, monitor: 10s, failureAction: pause, deadline: 1h30m }
              redis:
                mode: single
                image: valkey/valkey:8
                persistence: rdb
                sentinel: { members: 5, sentinels: 5, quorum: 3, downAfter: 500ms }
            """;

    private Texts() {}

    static String manifest(String name, int port) {
        return """
                apiVersion: skep.dev/v1
                kind: Incrementor
                metadata:
                  name: %s
                spec:
                  app:
                    expose:
                      port: %d
                """.formatted(name, port);
    }

    static List<String> names(ReadResult result) {
        return result.manifests().stream().map(Manifest::name).toList();
    }

    static List<String> problems(ReadResult result) {
        return result.problems().stream().map(Problem::toString).toList();
    }

    /** The one manifest of a text in which nothing is wrong. */
    static IncrementorSpec spec(String text) {
        var result = ManifestReader.read(FILE, text);
        if (!result.problems().isEmpty() || result.manifests().size() != 1) {
            throw new AssertionError(result);
        }
        return result.manifests().getFirst().spec();
    }
}
