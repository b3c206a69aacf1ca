package dev.skep.bench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables, in Markdown. */
final class EngineReport {
    private EngineReport() {}

    /** All that was measured; empty: nothing was. */
    static String of(List<Scale.Result> scales, List<String> onTheSwarm) {
        var tables = new ArrayList<String>();
        if (!scales.isEmpty()) {
            tables.add(scale(scales));
        }
        tables.addAll(onTheSwarm);
        return String.join("\n", tables);
    }

    static String scale(List<Scale.Result> results) {
        var table = new StringBuilder("""
                | manifests | all made | save to update call, p50 | p99 | a core while nothing changes | API calls a minute then | resident then | most resident | start to first write |
                | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                """);
        for (var result : results) {
            var r = result.life();
            table.append(String.format(
                    Locale.ROOT,
                    "| %d | %s | %s | %s | %.2f %% | %.0f | %s | %s | %s |%n",
                    result.manifests(),
                    Figures.seconds(r.created()),
                    Figures.millis(r.edits().median()),
                    Figures.millis(r.edits().percentile(99)),
                    r.cores() * 100,
                    r.calls(),
                    Figures.mebibytes(r.memory()),
                    Figures.mebibytes(r.mostMemory()),
                    Figures.seconds(result.start())));
        }
        return table.toString();
    }

    static String crowd(Crowd.Result result) {
        return """
                | manifests on the swarm | all tasks run | save to update, p50 | slowest | a core while nothing changes | resident then |
                | ---: | ---: | ---: | ---: | ---: | ---: |
                | %d | %s | %s | %s | %.2f %% | %s |
                """.formatted(
                        result.manifests(),
                        Figures.seconds(result.ready()),
                        Figures.millis(result.edits().median()),
                        Figures.millis(result.edits().percentile(100)),
                        result.cores() * 100,
                        Figures.mebibytes(result.memory()));
    }

    /** The first is Skep's. */
    static String race(Map<String, Figures> ways) {
        var ours = (double) ways.values().iterator().next().median().toNanos();
        var table = new StringBuilder("""
                | who changes it | service | median | shortest | longest | Skep takes |
                | --- | --- | ---: | ---: | ---: | ---: |
                """);
        var who = List.of("Skep, a manifest saved", "docker stack deploy", "docker service update")
                .iterator();
        ways.forEach((service, took) -> table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %.2f of that |%n",
                who.next(),
                service,
                Figures.seconds(took.median()),
                Figures.seconds(took.percentile(0)),
                Figures.seconds(took.percentile(100)),
                ours / took.median().toNanos())));
        return table.toString();
    }
}
