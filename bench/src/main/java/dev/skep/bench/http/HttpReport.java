package dev.skep.bench.http;

import dev.skep.bench.chart.Chart;
import dev.skep.bench.chart.ChartFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The table, the ratios and the charts. */
final class HttpReport {
    private static final String THROUGHPUT = "http-throughput.svg";
    private static final String LATENCY = "http-p99.svg";
    private static final String PROCESSOR = "http-processor.svg";

    private HttpReport() {}

    static String text(HttpResult result) {
        var text = new StringBuilder(Start.text(result.start())).append("""
                | server | connections | requests/s | p50 | p99 | longest | processor of the server, for 1,000 requests | of Redis | errors |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                """);
        result.figures()
                .forEach((name, by) ->
                        by.forEach((connections, figures) -> text.append(row(name, connections, figures))));
        return text.append('\n').append(ratios(result)).toString();
    }

    private static String row(String name, int connections, Figures f) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %,.0f | %.2f ms | %.2f ms | %.1f ms | %.1f ms | %.1f ms | %d |%n",
                name,
                connections,
                f.perSecond(),
                f.p50Millis(),
                f.p99Millis(),
                f.maxMillis(),
                f.serverMillis(),
                f.redisMillis(),
                f.errors());
    }

    private static String ratios(HttpResult result) {
        var connections =
                List.copyOf(result.figures().values().iterator().next().keySet());
        var text = new StringBuilder("| requests/s of | against |")
                .append(String.join(
                        "", connections.stream().map(n -> " %d |".formatted(n)).toList()))
                .append("\n| --- | --- |")
                .append(" ---: |".repeat(connections.size()))
                .append('\n');
        for (var pair : pairs(result)) {
            text.append("| ")
                    .append(pair.one())
                    .append(" | ")
                    .append(pair.other())
                    .append(" |");
            connections.forEach(n ->
                    text.append(String.format(Locale.ROOT, " %.2f x |", result.ratio(pair.one(), pair.other(), n))));
            text.append('\n');
        }
        return text.append(result.growth().map(HttpReport::growth).orElse("")).toString();
    }

    private record Pair(String one, String other) {}

    /** What the aims speak of; and of what else was measured, how it stands beside the app. */
    private static List<Pair> pairs(HttpResult result) {
        var aims = Stream.of(
                new Pair(Contender.EVERYSEC, Contender.NGINX),
                new Pair(Contender.EVERYSEC, Contender.WEBDIS),
                new Pair(Contender.EVERYSEC, Contender.ANCESTOR),
                new Pair(Contender.EVERYSEC, Contender.INCRBY),
                new Pair(Contender.ALWAYS, Contender.EVERYSEC));
        var named = Contender.all().stream().map(Contender::name).toList();
        var variants = result.figures().keySet().stream()
                .filter(name -> !named.contains(name))
                .flatMap(name -> Stream.of(new Pair(name, Contender.EVERYSEC), new Pair(name, Contender.NGINX)));
        return Stream.concat(aims, variants)
                .filter(pair -> result.has(pair.one(), pair.other()))
                .toList();
    }

    private static String growth(HttpResult.Growth growth) {
        return String.format(
                Locale.ROOT,
                "%n%d app tasks on one Redis: %,.0f requests/s; one, by the same clients: %,.0f (%.2f x).%n",
                growth.instances(),
                growth.together(),
                growth.alone(),
                growth.together() / growth.alone());
    }

    /** Draws the charts into the folder, and says how a page beside it shows them. */
    static String charts(HttpResult result, Path folder) throws IOException {
        var labels = new Chart.Labels("Requests a second", "connections", "requests/s");
        ChartFile.write(lines(result, labels, Chart.Scale.LINEAR, Figures::perSecond), folder.resolve(THROUGHPUT));
        var latency = new Chart.Labels("The slowest hundredth", "connections", "p99, ms");
        ChartFile.write(lines(result, latency, Chart.Scale.LOGARITHMIC, Figures::p99Millis), folder.resolve(LATENCY));
        ChartFile.write(processor(result), folder.resolve(PROCESSOR));
        var name = folder.getFileName();
        return """

                ![requests a second by connections](%s/%s)

                ![p99 by connections](%s/%s)

                ![processor time for 1,000 requests](%s/%s)
                """.formatted(name, THROUGHPUT, name, LATENCY, name, PROCESSOR);
    }

    private static Chart lines(HttpResult result, Chart.Labels labels, Chart.Scale up, ToDoubleFunction<Figures> of) {
        var lines = new ArrayList<Chart.Line>();
        result.figures().forEach((name, by) -> lines.add(new Chart.Line(name, points(by, of))));
        return new Chart.Lines(labels, Chart.Scale.LOGARITHMIC, up, lines);
    }

    private static List<Chart.Point> points(Map<Integer, Figures> by, ToDoubleFunction<Figures> of) {
        return by.entrySet().stream()
                .map(entry -> new Chart.Point(entry.getKey(), of.applyAsDouble(entry.getValue())))
                .toList();
    }

    private static Chart processor(HttpResult result) {
        var connections = result.figures().values().iterator().next().keySet().stream()
                .max(Integer::compare)
                .orElseThrow();
        var at = result.figures().values().stream()
                .map(by -> by.get(connections))
                .toList();
        return new Chart.Bars(
                new Chart.Labels("Processor time for 1,000 requests, %d connections".formatted(connections), "", "ms"),
                Chart.Arrangement.STACKED,
                List.copyOf(result.figures().keySet()),
                List.of(
                        new Chart.Kind(
                                "server", at.stream().map(Figures::serverMillis).toList()),
                        new Chart.Kind(
                                "Redis", at.stream().map(Figures::redisMillis).toList())));
    }
}
