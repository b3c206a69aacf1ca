package dev.skep.bench.topologies;

import dev.skep.bench.model.Usl;
import java.util.List;
import java.util.Locale;

/** Beyond one machine: the law of the pinned instances, what it predicts, how far it can be trusted, and what follows. */
final class ReportModel {
    private static final List<Integer> SERVERS = List.of(2, 5, 10, 20, 50, 100);

    private final Results results;

    ReportModel(Results results) {
        this.results = results;
    }

    String text(boolean withChart) {
        var chart = withChart ? "![Instances of a quarter of a core each](benchmark/scaling.svg)\n\n" : "";
        return "## Beyond one machine\n\n" + chart
                + results.law().map(this::law).orElse("""
                Fewer than three numbers of pinned instances were measured: no law was fitted, and nothing is predicted.
                """) + "\n" + RECOMMENDATION;
    }

    private String law(Usl law) {
        return """
                The universal scalability law, `X(n) = n λ / (1 + σ (n-1) + κ n (n-1))`, fitted by least squares of the relative error to instances
                of a quarter of a core each (medians, %d connections): λ = %s requests/s for one alone, σ = %s (what all wait for), κ = %s (what
                any two cost each other).

                %s
                %s
                **Assumptions and limits.** A server is taken for a quarter of a core with one instance before one Redis, with network
                and gateway as here: a server of more cores does more, and its λ is to be measured there. On this machine all share %s
                processors with the load, so σ and κ contain that shortage as well; on separate servers both should be smaller, and the predictions
                too low. What lies far beyond the measured numbers is an extrapolation, not a measurement; no number of servers was measured here.
                """.formatted(
                        results.begun().reference(),
                        Words.count(law.one()),
                        String.format(Locale.ROOT, "%.4f", law.contention()),
                        String.format(Locale.ROOT, "%.5f", law.coherence()),
                        fit(law),
                        predictions(law),
                        Words.count(results.begun().cores()));
    }

    private String fit(Usl law) {
        var table = new StringBuilder("| instances | measured | the law | residual |\n| ---: | ---: | ---: | ---: |\n");
        for (var point : results.points()) {
            table.append("| %d | %s | %s | %s |\n"
                    .formatted(
                            point.servers(),
                            Words.count(point.perSecond()),
                            Words.count(law.perSecond(point.servers())),
                            Words.percent(law.residual(point))));
        }
        return table.toString();
    }

    private static String predictions(Usl law) {
        var table = new StringBuilder(
                "| servers | predicted requests/s | of what is in proportion |\n| ---: | ---: | ---: |\n");
        for (int servers : SERVERS) {
            double predicted = law.perSecond(servers);
            table.append("| %d | %s | %s |\n"
                    .formatted(servers, Words.count(predicted), Words.percent(predicted / (servers * law.one()))));
        }
        var most = law.most();
        return table
                + (Double.isInfinite(most)
                        ? "\nThe fit found neither waiting nor agreement, so it sees no limit; Redis' one thread is one all the same.\n"
                        : "\nBy the law no number of servers does more than %s requests/s before one Redis.\n"
                                .formatted(Words.count(most)));
    }

    private static final String RECOMMENDATION = """
            ### Which architecture

            | case | arrange | manifest |
            | --- | --- | --- |
            | one server, one count | few instances, one Redis: an instance more brings no processor more; a second one is for rollouts and crashes | [1x1](../manifests/examples/1x1.yaml) |
            | many servers, one count | an instance or two a server, one Redis: their batches keep its one thread far from full | [10x1](../manifests/examples/10x1.yaml) |
            | many servers, one count that outlives any of them | the same before three Redis with Sentinel | [10xsentinel](../manifests/examples/10xsentinel.yaml) |
            | a Redis that is full, and many counts will do | a Redis for each instance; the sum is asked for with `?scope=all` | [10x10](../manifests/examples/10x10.yaml) |
            """;
}
