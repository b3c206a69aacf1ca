package dev.skep.bench.topologies;

import java.util.ArrayList;
import java.util.Optional;

/** Which architecture, by what was measured: other figures give other advice, and without figures there is none. */
final class ReportAdvice {
    /** Less of a difference is the noise of one machine. */
    static final double NOISE = 0.1;

    private final Results results;

    ReportAdvice(Results results) {
        this.results = results;
    }

    String text() {
        var rows = new ArrayList<String>();
        oneServer().ifPresent(rows::add);
        manyServers().ifPresent(rows::add);
        lostServers().ifPresent(rows::add);
        manyCounts().ifPresent(rows::add);
        if (rows.isEmpty()) {
            return "";
        }
        return """
                ### What an increment costs

                %s

                ### Which architecture

                | case | arrange | because | manifest |
                | --- | --- | --- | --- |
                %s
                """.formatted(costs(), String.join("\n", rows));
    }

    private String costs() {
        var table = new StringBuilder(
                "| set-up | app | gateway | Redis | requests for each Redis write |\n| --- | ---: | ---: | ---: | ---: |\n");
        for (var setup : results.topologies()) {
            var name = setup.name();
            table.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(
                            name,
                            Words.micros(results.micros(name, Part.APP)),
                            Words.micros(results.micros(name, Part.GATEWAY)),
                            Words.micros(results.micros(name, Part.REDIS)),
                            Words.tenths(results.batch(name))));
        }
        return "Of one core, for one request, all of a part together, with %d connections.\n\n%s"
                .formatted(results.begun().reference(), table.toString().strip());
    }

    private Optional<String> oneServer() {
        return compared("10x1", "1x1")
                .map(ratio -> ratio > 1 + NOISE
                        ? row(
                                "one server, one count",
                                "ten instances, one Redis",
                                "ten instances did %s times what one did".formatted(Words.hundredths(ratio)),
                                "10x1")
                        : row(
                                "one server, one count",
                                "one instance, one Redis; a second instance is for rollouts and crashes",
                                "ten instances did %s times what one did".formatted(Words.hundredths(ratio)),
                                "1x1"));
    }

    /** How many cores of instances and gateways keep the one core busy that a Redis can use. */
    private double coresForOneRedis() {
        double before = results.micros("10x1", Part.APP) + results.micros("10x1", Part.GATEWAY);
        return before / results.micros("10x1", Part.REDIS);
    }

    private Optional<String> manyServers() {
        if (!results.has("10x1") || results.micros("10x1", Part.REDIS) <= 0) {
            return Optional.empty();
        }
        return Optional.of(row(
                "many servers, one count",
                "instances on all servers, one Redis (reckoned, not measured on many servers)",
                "a request cost Redis %s and those before it %s: a Redis that may use one core is full when instances and gateways keep about %s cores busy, with batches as small as here"
                        .formatted(
                                Words.micros(results.micros("10x1", Part.REDIS)),
                                Words.micros(results.micros("10x1", Part.APP) + results.micros("10x1", Part.GATEWAY)),
                                Words.tenths(coresForOneRedis())),
                "10x1"));
    }

    private Optional<String> lostServers() {
        return compared("10xsentinel", "10x1")
                .map(ratio -> row(
                        "many servers, one count that outlives any of them",
                        "the same before three Redis with Sentinel",
                        "that two Redis have each count costs: %s times what one Redis did"
                                .formatted(Words.hundredths(ratio)),
                        "10xsentinel"));
    }

    private Optional<String> manyCounts() {
        return compared("10x10", "10x1")
                .map(ratio -> ratio > 1 + NOISE
                        ? row(
                                "many counts will do",
                                "a Redis for each instance; the sum is asked for with `?scope=all`",
                                "ten Redis did %s times what one did".formatted(Words.hundredths(ratio)),
                                "10x10")
                        : row(
                                "a Redis that is full, and many counts will do",
                                "a Redis for each instance; the sum is asked for with `?scope=all`",
                                "%sten Redis did %s times what one did"
                                        .formatted(
                                                oneWasFull() ? "" : "only then: here, where one was not full, ",
                                                Words.hundredths(ratio)),
                                "10x10"));
    }

    private boolean oneWasFull() {
        return results.at("10x1", l -> l.usage().cores(Part.REDIS)) > ReportAnswers.FULL;
    }

    private Optional<Double> compared(String one, String other) {
        return results.has(one) && results.has(other)
                ? Optional.of(results.perSecond(one) / results.perSecond(other))
                : Optional.empty();
    }

    private static String row(String situation, String arrange, String because, String manifest) {
        return "| %s | %s | %s | [%s](../manifests/examples/%s.yaml) |"
                .formatted(situation, arrange, because, manifest, manifest);
    }
}
