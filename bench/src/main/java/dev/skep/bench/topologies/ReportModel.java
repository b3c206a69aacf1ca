package dev.skep.bench.topologies;

import dev.skep.bench.model.Usl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Beyond one machine: the law of instances held to little, how well it foretells what was measured, and what it predicts. */
final class ReportModel {
    private static final List<Integer> SERVERS = List.of(2, 5, 10, 20, 50, 100);

    /** A law that is further off foretells nothing. */
    private static final double BEARABLE = 0.2;

    private final Results results;

    ReportModel(Results results) {
        this.results = results;
    }

    /** What the members of a family are. */
    static String words(String family) {
        return switch (family) {
            case Setup.THIN -> "a twentieth of a core each";
            case Setup.PINNED -> "a quarter of a core each";
            case Setup.NODES -> "nodes of half a core each";
            default -> throw new IllegalArgumentException(family);
        };
    }

    String text() {
        var parts = new ArrayList<String>();
        parts.add("## Beyond one machine");
        if (results.law().isEmpty()) {
            parts.add(
                    "Of instances of a twentieth of a core each fewer than three numbers were measured: no law was fitted, and"
                            + " nothing is predicted.");
        }
        parts.add(scaled());
        results.law().ifPresent(law -> parts.addAll(law(law)));
        results.law().filter(law -> results.family(Setup.NODES).size() > 1).ifPresent(law -> parts.add(nodes(law)));
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    private String scaled() {
        var table = new StringBuilder();
        for (var family : List.of(Setup.PINNED, Setup.THIN, Setup.NODES)) {
            var setups = results.family(family);
            for (var setup : setups) {
                table.append("| %s | %s | %s | %s | %s | %s |\n"
                        .formatted(
                                setup.name(),
                                words(family),
                                Words.count(results.at(setup.name(), Entry.Loaded::connections)),
                                Words.count(results.perSecond(setup.name())),
                                Words.millis(results.at(
                                        setup.name(), l -> l.answers().p99())),
                                Words.hundredths(
                                        results.at(setup.name(), l -> l.usage().busy()))));
            }
        }
        return table.isEmpty()
                ? ""
                : "| set-up | held to | connections | requests/s | p99 | busy cores of the machine |\n| --- | --- | ---: | ---: | ---: | ---: |\n"
                        + table.toString().strip();
    }

    private List<String> law(Usl law) {
        return List.of(
                "![Instances that are held to little of the machine](benchmark/%s.svg)".formatted(ReportCharts.SCALING),
                "![Scaling efficiency](benchmark/%s.svg)".formatted(ReportCharts.EFFICIENCY),
                """
                The universal scalability law, `X(n) = n λ / (1 + σ (n-1) + κ n (n-1))`, fitted by least squares of the relative error to instances
                of a twentieth of a core each (medians, %d connections for each): λ = %s requests/s for one alone, σ = %s (what all wait for), κ = %s (what
                any two cost each other).
                """.formatted(
                        results.begun().reference(),
                        Words.count(law.one()),
                        String.format(Locale.ROOT, "%.4f", law.contention()),
                        String.format(Locale.ROOT, "%.5f", law.coherence())).strip(),
                fit("instances", results.points(Setup.THIN), law),
                foretold(),
                predictions(law),
                """
                **Assumptions and limits.** A server is taken for a twentieth of a core with one instance before one Redis, with network
                and gateway as here: a server of more cores does more, and its λ is to be measured there. On this machine all share %s
                processors with the load, so σ and κ contain that shortage as well; on separate servers both should be smaller, and the predictions
                too low. What lies far beyond the measured numbers is an extrapolation, not a measurement.
                """.formatted(Words.count(results.begun().cores())).strip());
    }

    private static String fit(String what, List<Usl.Point> points, Usl law) {
        var table = new StringBuilder(
                "| %s | measured | the law | residual |\n| ---: | ---: | ---: | ---: |\n".formatted(what));
        for (var point : points) {
            table.append("| %d | %s | %s | %s |\n"
                    .formatted(
                            point.servers(),
                            Words.count(point.perSecond()),
                            Words.count(law.perSecond(point.servers())),
                            Words.percent(law.residual(point))));
        }
        return table.toString().strip();
    }

    /** A law that only describes what it was fitted to is of no use for predictions. */
    private String foretold() {
        var points = results.points(Setup.THIN);
        var few = results.lawOfFew().orElseThrow();
        var known = points.subList(0, Results.FEW);
        var rest = points.subList(known.size(), points.size());
        if (rest.isEmpty()) {
            return "No further numbers of instances were measured to hold the law against.";
        }
        return "**Does it foretell?** Fitted to %s instances alone, it says %s. %s"
                .formatted(
                        known.stream().map(p -> Integer.toString(p.servers())).collect(Collectors.joining(", ")),
                        rest.stream()
                                .map(p -> "%s for %d, where %s were measured (%s)"
                                        .formatted(
                                                Words.count(few.perSecond(p.servers())),
                                                p.servers(),
                                                Words.count(p.perSecond()),
                                                Words.signed(few.residual(p))))
                                .collect(Collectors.joining(", ")),
                        verdict(few, rest));
    }

    private static String verdict(Usl law, List<Usl.Point> measured) {
        double worst = measured.stream()
                .mapToDouble(p -> Math.abs(law.residual(p)))
                .max()
                .orElseThrow();
        return worst > BEARABLE
                ? "It does not: its predictions show a direction, and are no basis for a decision."
                : "It does, within %s.".formatted(Words.percent(worst));
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
                        ? "\nThe fit found neither waiting nor agreement, so it sees no limit; Redis' one thread is one all the same."
                        : "\nBy the law no number of servers does more than %s requests/s before one Redis."
                                .formatted(Words.count(most)));
    }

    /** The same law with what one node does, against nodes that were really measured. */
    private String nodes(Usl law) {
        var points = results.points(Setup.NODES);
        var one = points.getFirst();
        var scaled = new Usl(one.perSecond() / one.servers(), law.contention(), law.coherence());
        return """
                **Held against nodes.** The containers of each node of the lab were held to half a core together (control groups): a gateway, on so
                many nodes an instance, on one of the lab's three Redis. Each node with an instance was asked. λ is what one such node did, σ and κ are those above:

                %s

                Does it foretell these? %s
                """.formatted(fit("nodes", points, scaled), verdict(scaled, points))
                .strip();
    }
}
