package dev.skep.bench.topologies;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page: circumstances, answers, tables. No figure stands in it that is not computed from the results. */
final class ReportPage {
    private final Results results;
    private final ReportCharts charts;

    ReportPage(Results results) {
        this.results = results;
        this.charts = new ReportCharts(results);
    }

    String text() {
        var parts = new ArrayList<String>();
        parts.add("# Do ten instances mean ten times the performance?");
        parts.add("<!-- Written by skep bench report from benchmark/topologies.jsonl; edit neither by hand. -->");
        parts.add(circumstances());
        parts.add("## The answers");
        parts.addAll(new ReportAnswers(results).english());
        parts.add("## What each set-up gave");
        picture(parts, ReportCharts.THROUGHPUT);
        parts.add(throughput());
        picture(parts, ReportCharts.LATENCY);
        parts.add("## What it cost");
        picture(parts, ReportCharts.PROCESSOR);
        parts.add(cost());
        picture(parts, ReportCharts.TIME);
        parts.add(network());
        parts.add(new ReportModel(results).text());
        parts.add(new ReportAdvice(results).text());
        parts.add(again());
        parts.add("## Sažetak");
        parts.addAll(new ReportAnswers(results).croatian());
        return parts.stream().filter(p -> !p.isEmpty()).map(String::strip).collect(Collectors.joining("\n\n")) + "\n";
    }

    private void picture(List<String> parts, String name) {
        if (charts.all().containsKey(name)) {
            parts.add("![%s](benchmark/%s.svg)"
                    .formatted(charts.all().get(name).labels().title(), name));
        }
    }

    private String circumstances() {
        var begun = results.begun();
        var text = new StringBuilder();
        if (!begun.effort().equals("full") || !results.how().equals("complete")) {
            text.append(
                    "**This is of a run that was %s, %s: it shows that the benchmark works, and is no basis for a decision.**\n\n"
                            .formatted(begun.effort(), results.how()));
        }
        text.append(
                        "Measured at %s: %d rounds of each set-up, in turns; figures are medians. wrk, the app, Redis, the gateway"
                                .formatted(
                                        results.begins().stream()
                                                .map(Entry.Begun::at)
                                                .collect(Collectors.joining(", continued at ")),
                                        begun.visits() * begun.repeats()))
                .append(
                        " and the engines shared the %.0f processors of one machine, of which %.2f cores were busy with something"
                                .formatted(begun.cores(), busyBefore()))
                .append(
                        " else before it began. So the throughput is what is left beside what the load itself costs (wrk, below).\n\n| | |\n| --- | --- |\n");
        begun.machine().forEach((name, value) -> text.append("| %s | %s |\n".formatted(name, value)));
        text.append('\n');
        described().forEach(line -> text.append(line).append('\n'));
        var missing = Setup.full().stream()
                .filter(s -> !results.has(s.name()))
                .map(Setup::name)
                .toList();
        if (!missing.isEmpty()) {
            text.append("\n**Not measured in this run:** %s.\n".formatted(String.join(", ", missing)));
        }
        return text.toString();
    }

    /** The worst of the times that it was begun. */
    private double busyBefore() {
        return results.begins().stream()
                .mapToDouble(Entry.Begun::busyBefore)
                .max()
                .orElseThrow();
    }

    /** What the names mean, of what was measured. */
    private List<String> described() {
        var lines = new ArrayList<String>();
        describe(lines, Setup.Design.SKEP, """
                Skep's app, so many instances before one Redis, as many, or three with Sentinel; each write is on the disk before it is
                  answered (Skep's default).""");
        describe(lines, Setup.Design.ANCESTOR, """
                the design of the assignment's first answer: Flask under `gunicorn -w 3`, one INCR for each request, Redis with
                  snapshots as its image has it. Known of it were these parameters, the three set-ups, and that wrk, tcpdump and a
                  desktop shared the machine; not known were its numbers of connections and times. It runs here behind the same gateway, with a
                  password, and on Debian's Python.""");
        describe(lines, Setup.PINNED, """
                so many of Skep's instances, each with at most a quarter of a core by its manifest, before one Redis.""");
        describe(lines, Setup.THIN, """
                so many of them, each held to a twentieth of a core once it is warm (1 ms of each 20), asked by %d connections for each
                  instance.""".formatted(results.begun().reference()));
        describe(lines, Setup.NODES, """
                so many nodes with an instance each, the containers of a node held to half a core together once they are warm, asked by
                  %d connections for each node.""".formatted(results.begun().reference()));
        return lines;
    }

    private void describe(List<String> lines, Setup.Design design, String what) {
        describe(
                lines,
                results.topologies().stream().filter(s -> s.design() == design).toList(),
                what);
    }

    private void describe(List<String> lines, String family, String what) {
        describe(lines, results.family(family), what);
    }

    private static void describe(List<String> lines, List<Setup> setups, String what) {
        if (!setups.isEmpty()) {
            lines.add(
                    "- **%s**: %s".formatted(setups.stream().map(Setup::name).collect(Collectors.joining(", ")), what));
        }
    }

    private String throughput() {
        var table = new StringBuilder("| connections: |");
        results.connections().forEach(c -> table.append(" %d |".formatted(c)));
        table.append(" p50 | p90 | p99 | p99.9 | max | errors |\n| --- |");
        table.append(" ---: |".repeat(results.connections().size() + 6)).append('\n');
        for (var setup : results.topologies()) {
            var name = setup.name();
            table.append("| ").append(name).append(" |");
            for (int c : results.connections()) {
                table.append(results.has(name, c) ? " %s |".formatted(Words.count(results.perSecond(name, c))) : " |");
            }
            table.append(" %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            Words.millis(results.at(name, l -> l.answers().p50())),
                            Words.millis(results.at(name, l -> l.answers().p90())),
                            Words.millis(results.at(name, l -> l.answers().p99())),
                            Words.millis(results.at(name, l -> l.answers().p999())),
                            Words.millis(results.at(name, l -> l.answers().max())),
                            Words.count((double) results.all(Entry.Loaded.class).stream()
                                    .filter(l -> l.setup().equals(name))
                                    .mapToLong(l -> l.answers().errors().all())
                                    .sum())));
        }
        return "Requests a second; times with %d connections; errors of all loads together.\n\n%s"
                .formatted(results.begun().reference(), table);
    }

    private String cost() {
        var table = new StringBuilder("""
                | set-up | app, cores | Redis | gateway | wrk | engines | app, memory | Redis, memory | switches of the app a second | requests for each Redis write | machine idle, cores | under load |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                """);
        for (var setup : results.topologies()) {
            var name = setup.name();
            table.append("| ").append(name).append(" |");
            for (var part : List.of(Part.APP, Part.REDIS, Part.GATEWAY, Part.WRK, Part.ENGINE)) {
                table.append(String.format(
                        Locale.ROOT, " %.2f |", results.at(name, l -> l.usage().cores(part))));
            }
            table.append(" %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            Words.mebibytes(results.at(name, l -> l.usage().memory(Part.APP))),
                            Words.mebibytes(results.at(name, l -> l.usage().memory(Part.REDIS))),
                            Words.count(results.at(name, l -> l.usage().switches(Part.APP))),
                            Words.tenths(results.batch(name)),
                            results.watched(name, Entry.Phase.IDLE, Usage::busy)
                                    .map(Words::hundredths)
                                    .orElse(""),
                            results.watched(name, Entry.Phase.LOAD, Usage::busy)
                                    .map(Words::hundredths)
                                    .orElse("")));
        }
        return "All instances of a part together, with %d connections. The kernel's work for the network counts for whoever"
                        .formatted(results.begun().reference())
                + " had the processor then, or for the others.\n\n" + table;
    }

    private String network() {
        var captures = results.all(Entry.Captured.class);
        if (captures.isEmpty()) {
            return "";
        }
        var table = new StringBuilder("""
                ## On the network

                By tcpdump beside the load, in the network of the gateway of the node that was asked and of one primary Redis, and by tshark. Bytes
                are those of IP packets, without what VXLAN adds between nodes. The gateway of each node asks each instance twice a second on a connection of
                its own whether it is ready: these handshakes are counted, too. Packets to and from a Redis include its replicas' and health checks'.

                | set-up | hop | packets a request | bytes a request | sent again | handshakes | seconds | requests/s meanwhile |
                | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
                """);
        for (var capture : inOrder(captures)) {
            for (var hop : capture.hops()) {
                double increments = Math.max(1, hop.increments());
                table.append("| %s | %s | %s | %s | %d | %d | %s | %s |\n"
                        .formatted(
                                capture.setup(),
                                hop.name(),
                                Words.hundredths(hop.packets() / increments),
                                Words.count(hop.bytes() / increments),
                                hop.retransmissions(),
                                hop.handshakes(),
                                Words.tenths(capture.seconds()),
                                Words.count(capture.perSecond())));
            }
        }
        return table.toString();
    }

    /** Of the set-ups: each was looked at when its turn came. */
    private List<Entry.Captured> inOrder(List<Entry.Captured> captures) {
        return results.topologies().stream()
                .flatMap(setup -> captures.stream().filter(c -> c.setup().equals(setup.name())))
                .toList();
    }

    /** What makes the same again where not all was measured. */
    private String only() {
        var names = results.setups().stream().map(Setup::name).toList();
        return names.containsAll(Setup.full().stream().map(Setup::name).toList())
                ? ""
                : " --only " + String.join(",", names);
    }

    private String again() {
        var commands = results.all(Entry.Captured.class).stream()
                .flatMap(c -> c.commands().stream())
                .distinct()
                .limit(3);
        var wrk = results.all(Entry.Loaded.class).stream()
                .map(Entry.Loaded::command)
                .limit(1);
        var lines = Stream.concat(wrk, commands).map(c -> "    " + c);
        return """
                ## Measure it again

                    ./skep up
                    ./skep bench topologies%s
                    ./skep bench report

                What it ran, among others:

                %s

                The raw results are in [benchmark/topologies.jsonl](benchmark/topologies.jsonl), a JSON object a line.
                """.formatted(
                        results.begun().effort().equals("full")
                                ? only()
                                : " --" + results.begun().effort(),
                        lines.collect(Collectors.joining("\n")));
    }
}
