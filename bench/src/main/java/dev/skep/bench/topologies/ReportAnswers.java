package dev.skep.bench.topologies;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answers in words, each with the figures that it rests on; what was not measured is not spoken of. */
final class ReportAnswers {
    /** Of its cores a machine that has so many busy has little left. */
    static final double FULL = 0.8;

    /** Of what is in proportion: what does more scales, what does less does not. */
    private static final double MOST = 0.75;

    private final Results results;

    ReportAnswers(Results results) {
        this.results = results;
    }

    List<String> english() {
        var answers = new ArrayList<String>();
        tenTimes(answers);
        whereItGoes(answers);
        if (results.has("10x1") && results.has("10x10")) {
            answers.add("**Ten Redis instead of one?** %s requests/s against %s: %s. Ten counts are no longer one."
                    .formatted(
                            Words.count(results.perSecond("10x10")),
                            Words.count(results.perSecond("10x1")),
                            verdict(results.perSecond("10x10") / results.perSecond("10x1"))));
        }
        if (results.has("10x1") && results.has("10xsentinel")) {
            answers.add(
                    "**What does it cost to survive a lost node?** Ten instances with Sentinel, where two Redis have each count"
                            + " before it is answered, did %s requests/s against %s with one Redis: %s."
                                    .formatted(
                                            Words.count(results.perSecond("10xsentinel")),
                                            Words.count(results.perSecond("10x1")),
                                            verdict(results.perSecond("10xsentinel") / results.perSecond("10x1"))));
        }
        flips(answers);
        ancestor(answers);
        return answers;
    }

    private void tenTimes(List<String> answers) {
        if (results.has("1x1") && results.has("10x1")) {
            double ratio = results.perSecond("10x1") / results.perSecond("1x1");
            answers.add(
                    "**Do ten instances mean ten times?** %s Ten instances did %s requests/s, one did %s, with %d connections: %s times as much."
                            .formatted(
                                    ratio > 9 ? "Yes." : "No.",
                                    Words.count(results.perSecond("10x1")),
                                    Words.count(results.perSecond("1x1")),
                                    results.begun().reference(),
                                    Words.hundredths(ratio)));
        }
    }

    private void whereItGoes(List<String> answers) {
        if (!results.has("1x1") || !results.has("10x1")) {
            return;
        }
        var why = new ArrayList<String>();
        why.add(
                "**Why?** With one instance %s of the %s cores were busy, %s of them with the app; with ten, %s, and %s."
                        .formatted(
                                Words.hundredths(busy("1x1")),
                                Words.count(results.begun().cores()),
                                Words.hundredths(cores("1x1")),
                                Words.hundredths(busy("10x1")),
                                Words.hundredths(cores("10x1"))));
        why.add(
                busy("1x1") > FULL * results.begun().cores()
                        ? "So one instance already left the machine little to do: more instances bring no more processors."
                        : "So one instance left processors idle, which more of them can use.");
        why.add("One Redis write carried %s requests with one instance, %s with ten%s."
                .formatted(
                        Words.tenths(results.batch("1x1")),
                        Words.tenths(results.batch("10x1")),
                        results.batch("10x1") < results.batch("1x1")
                                ? ": the requests are spread over ten that each gather their own"
                                : ""));
        why.add("A request cost app, gateway and Redis %s of a core with one, %s with ten."
                .formatted(Words.micros(cost("1x1")), Words.micros(cost("10x1"))));
        answers.add(String.join(" ", why));
    }

    private double cost(String setup) {
        return Stream.of(Part.APP, Part.GATEWAY, Part.REDIS)
                .mapToDouble(part -> results.micros(setup, part))
                .sum();
    }

    private void flips(List<String> answers) {
        var families = Stream.of(Setup.THIN, Setup.PINNED)
                .filter(family -> results.family(family).size() > 1)
                .toList();
        if (families.isEmpty()) {
            return;
        }
        var first = families.stream().anyMatch(this::scales)
                ? "Where an instance, and not the machine, is what is short, and as far as the machine reaches."
                : "Nowhere in what was measured: no second instance did nearly as much as the first.";
        answers.add("**Where does it flip?** " + first + " "
                + families.stream().map(this::scaled).collect(Collectors.joining(" ")));
    }

    /** Whether the first that came to one did most of what one does. */
    private boolean scales(String family) {
        var points = results.points(family);
        var one = points.get(0);
        var more = points.get(1);
        return more.perSecond() / one.perSecond() > MOST * more.servers() / one.servers();
    }

    private String scaled(String family) {
        var setups = results.family(family);
        var first = setups.getFirst();
        var full = setups.stream()
                .filter(s -> busy(s.name()) > FULL * results.begun().cores())
                .findFirst();
        return "Held to %s: %s.%s"
                .formatted(
                        ReportModel.words(family),
                        setups.stream()
                                .map(s -> "%d did %s requests/s%s"
                                        .formatted(
                                                s.replicas(),
                                                Words.count(results.perSecond(s.name())),
                                                s.equals(first)
                                                        ? ""
                                                        : " (%s times)"
                                                                .formatted(Words.hundredths(results.perSecond(s.name())
                                                                        / results.perSecond(first.name())))))
                                .collect(Collectors.joining(", ")),
                        full.map(s -> " With %d, %s of the machine's %s cores were busy."
                                        .formatted(
                                                s.replicas(),
                                                Words.hundredths(busy(s.name())),
                                                Words.count(results.begun().cores())))
                                .orElse(""));
    }

    private void ancestor(List<String> answers) {
        var rows = new StringBuilder();
        for (var set : List.of("1x1", "10x1", "10x10")) {
            var theirs = "ancestor-" + set;
            if (results.has(set) && results.has(theirs)) {
                rows.append("| %s | %s | %s | %s | %s | %s | %s | %s |\n"
                        .formatted(
                                set,
                                Words.count(results.perSecond(theirs)),
                                Words.count(results.perSecond(set)),
                                Words.tenths(results.perSecond(set) / results.perSecond(theirs)),
                                Words.millis(results.at(theirs, l -> l.answers().p99())),
                                Words.millis(results.at(set, l -> l.answers().p99())),
                                Words.tenths(results.batch(theirs)),
                                Words.tenths(results.batch(set))));
            }
        }
        if (!rows.isEmpty()) {
            answers.add("**Against the ancestor's design**, with %d connections, behind the same gateway:\n\n"
                            .formatted(results.begun().reference())
                    + "| set-up | ancestor, requests/s | Skep | times | ancestor, p99 | Skep | ancestor, requests for each Redis write | Skep |\n"
                    + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n" + rows);
        }
    }

    /** In the language of the assignment. */
    List<String> croatian() {
        var answers = new ArrayList<String>();
        if (results.has("1x1") && results.has("10x1")) {
            double ratio = results.perSecond("10x1") / results.perSecond("1x1");
            answers.add(
                    "Znači li deset instanci deset puta veće performanse? %s Jedna instanca dala je %s zahtjeva u sekundi, deset instanci %s: %s puta toliko."
                                    .formatted(
                                            ratio > 9 ? "Da." : "Ne.",
                                            Croatian.count(results.perSecond("1x1")),
                                            Croatian.count(results.perSecond("10x1")),
                                            Croatian.hundredths(ratio))
                            + " Na jednom računalu instance, Redis i wrk dijele iste procesore (ovdje %s; uz jednu instancu zauzeto je %s)."
                                    .formatted(
                                            Croatian.count(results.begun().cores()), Croatian.hundredths(busy("1x1"))));
        }
        if (results.has("10x1") && results.has("10x10")) {
            answers.add("Deset Redisa umjesto jednog: %s zahtjeva u sekundi prema %s."
                    .formatted(Croatian.count(results.perSecond("10x10")), Croatian.count(results.perSecond("10x1"))));
        }
        if (results.has("10x1") && results.has("10xsentinel")) {
            answers.add("Uz Sentinel brojač preživi gubitak jednog poslužitelja, uz %s zahtjeva u sekundi."
                    .formatted(Croatian.count(results.perSecond("10xsentinel"))));
        }
        var thin = results.points(Setup.THIN);
        if (thin.size() > 1) {
            answers.add(
                    "Kad svaka instanca smije koristiti dvadesetinu procesora, pa je ona usko grlo, a ne računalo, %d instanci daje %s puta toliko koliko %d."
                            .formatted(
                                    thin.getLast().servers(),
                                    Croatian.hundredths(thin.getLast().perSecond()
                                            / thin.getFirst().perSecond()),
                                    thin.getFirst().servers()));
        }
        if (results.has("1x1") && results.has("ancestor-1x1")) {
            answers.add(
                    "Prvo rješenje (Flask i gunicorn, jedan INCR po zahtjevu) dalo je u istim uvjetima %s zahtjeva u sekundi."
                            .formatted(Croatian.count(results.perSecond("ancestor-1x1"))));
        }
        return answers;
    }

    private double busy(String setup) {
        return results.at(setup, l -> l.usage().busy());
    }

    private double cores(String setup) {
        return results.at(setup, l -> l.usage().cores(Part.APP));
    }

    private static String verdict(double ratio) {
        if (Math.abs(ratio - 1) < ReportAdvice.NOISE) {
            return "no difference beyond the noise (%s times)".formatted(Words.hundredths(ratio));
        }
        return "%s times".formatted(Words.hundredths(ratio));
    }
}
