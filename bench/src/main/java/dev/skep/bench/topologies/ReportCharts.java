package dev.skep.bench.topologies;

import dev.skep.bench.chart.Chart;
import dev.skep.bench.chart.Chart.Arrangement;
import dev.skep.bench.chart.Chart.Bars;
import dev.skep.bench.chart.Chart.Kind;
import dev.skep.bench.chart.Chart.Labels;
import dev.skep.bench.chart.Chart.Line;
import dev.skep.bench.chart.Chart.Lines;
import dev.skep.bench.chart.Chart.Point;
import dev.skep.bench.chart.Chart.Scale;
import dev.skep.bench.model.Usl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The pictures of the report, by the name of their file. */
record ReportCharts(Results results) {
    static final String THROUGHPUT = "throughput";
    static final String LATENCY = "latency";
    static final String PROCESSOR = "processor";
    static final String TIME = "time";
    static final String SCALING = "scaling";
    static final String EFFICIENCY = "efficiency";

    private static final List<Part> STACK =
            List.of(Part.APP, Part.REDIS, Part.SENTINEL, Part.GATEWAY, Part.WRK, Part.ENGINE, Part.OTHER);

    /** Those for which there are results. */
    Map<String, Chart> all() {
        var charts = new LinkedHashMap<String, Chart>();
        if (!results.topologies().isEmpty()) {
            charts.put(
                    THROUGHPUT,
                    byConnections("Throughput by topology and connections", "requests/s", Entry.Answers::perSecond));
            charts.put(
                    LATENCY,
                    byConnections("Latency: 99 of 100 requests are answered within", "ms", a -> a.p99() / 1000.0));
            charts.put(PROCESSOR, processor());
        }
        if (!results.all(Entry.Second.class).isEmpty()) {
            charts.put(TIME, overTime());
        }
        if (results.law().isPresent()) {
            charts.put(SCALING, scaling());
            charts.put(EFFICIENCY, efficiency());
        }
        return charts;
    }

    /** A figure of an answer. */
    private interface Figure {
        double of(Entry.Answers answers);
    }

    private Chart byConnections(String title, String unit, Figure figure) {
        var lines = results.topologies().stream()
                .map(setup -> new Line(
                        setup.name(),
                        results.connections().stream()
                                .filter(c -> results.has(setup.name(), c))
                                .map(c -> new Point(c, results.median(setup.name(), c, l -> figure.of(l.answers()))))
                                .toList()))
                .toList();
        return new Lines(new Labels(title, "connections", unit), Scale.LOGARITHMIC, Scale.LOGARITHMIC, lines);
    }

    private Chart processor() {
        var names = results.topologies().stream().map(Setup::name).toList();
        var kinds = STACK.stream()
                .map(part -> new Kind(
                        part.name().toLowerCase(Locale.ROOT),
                        names.stream()
                                .map(name ->
                                        results.at(name, load -> load.usage().cores(part)))
                                .toList()))
                .toList();
        var title = "Where the processors go, with %d connections"
                .formatted(results.begun().reference());
        return new Bars(new Labels(title, "", "cores"), Arrangement.STACKED, names, kinds);
    }

    /** One set-up after the other on the same axis of time: idle, under load, idle. */
    private Chart overTime() {
        var lines = new ArrayList<Line>();
        for (var setup : results.topologies()) {
            var points = results.all(Entry.Second.class).stream()
                    .filter(s -> s.setup().equals(setup.name()))
                    .map(s -> new Point(s.at(), s.usage().busy()))
                    .toList();
            if (!points.isEmpty()) {
                lines.add(new Line(setup.name(), points));
            }
        }
        var labels = new Labels("Idle, under load, idle: all processors of the machine", "seconds", "busy cores");
        return new Lines(labels, Scale.LINEAR, Scale.LINEAR, lines);
    }

    private Chart scaling() {
        var law = results.law().orElseThrow();
        var points = results.points(Setup.THIN);
        double one = points.getFirst().perSecond() / points.getFirst().servers();
        var lines = new ArrayList<Line>();
        lines.add(line("a twentieth of a core each", points, Usl.Point::perSecond));
        lines.add(line("the law of these", points, p -> law.perSecond(p.servers())));
        lines.add(line("in proportion", points, p -> one * p.servers()));
        if (!results.family(Setup.PINNED).isEmpty()) {
            lines.add(line("a quarter of a core each", results.points(Setup.PINNED), Usl.Point::perSecond));
        }
        var labels = new Labels("Instances that are held to little of the machine", "instances", "requests/s");
        return new Lines(labels, Scale.LINEAR, Scale.LINEAR, lines);
    }

    /** What part of ten times, say, ten instances do. */
    private Chart efficiency() {
        var lines = Stream.of(Setup.THIN, Setup.PINNED, Setup.NODES)
                .filter(family -> results.family(family).size() > 1)
                .map(family -> {
                    var points = results.points(family);
                    double one =
                            points.getFirst().perSecond() / points.getFirst().servers();
                    return line(ReportModel.words(family), points, p -> p.perSecond() / p.servers() / one);
                })
                .toList();
        var labels = new Labels("Scaling efficiency: what an instance does, against one alone", "instances", "");
        return new Lines(labels, Scale.LINEAR, Scale.LINEAR, lines);
    }

    private static Line line(String name, List<Usl.Point> points, ToDoubleFunction<Usl.Point> figure) {
        return new Line(
                name,
                points.stream()
                        .map(p -> new Point(p.servers(), figure.applyAsDouble(p)))
                        .toList());
    }
}
