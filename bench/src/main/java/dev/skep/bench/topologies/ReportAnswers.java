package dev.skep.bench.topologies;

import dev.skep.bench.model.Usl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The answers in words, each with the figures that it rests on; what was not measured is not spoken of. */
final class ReportAnswers {
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
        if (results.has("1x1") && results.has("10x1")) {
            answers.add(
                    "**Why?** With one instance %s of the %s cores were busy already, %s of them with the app; with ten, %s, and %s. More"
                                    .formatted(
                                            Words.hundredths(busy("1x1")),
                                            Words.count(results.begun().cores()),
                                            Words.hundredths(cores("1x1")),
                                            Words.hundredths(busy("10x1")),
                                            Words.hundredths(cores("10x1")))
                            + " instances bring no more processors, and each sends smaller batches: one Redis write carried %s requests with one instance, %s with ten."
                                    .formatted(
                                            Words.tenths(results.batch("1x1")), Words.tenths(results.batch("10x1"))));
        }
    }

    private void flips(List<String> answers) {
        var said = Stream.of(Setup.THIN, Setup.PINNED)
                .filter(family -> results.family(family).size() > 1)
                .map(this::scaled)
                .toList();
        if (!said.isEmpty()) {
            answers.add("**Where does it flip?** Where an instance, and not the machine, is what is short. "
                    + String.join(" ", said));
        }
    }

    private String scaled(String family) {
        var points = results.points(family);
        var first = points.getFirst();
        var last = points.getLast();
        double ratio = last.perSecond() / first.perSecond();
        double more = (double) last.servers() / first.servers();
        var best = points.stream()
                .max(Comparator.comparingDouble(Usl.Point::perSecond))
                .orElseThrow();
        return "Held to %s, %d did %s requests/s and %d did %s: %s times as much of %s times as many, an efficiency of %s; most did %d, %s requests/s."
                .formatted(
                        ReportModel.words(family),
                        last.servers(),
                        Words.count(last.perSecond()),
                        first.servers(),
                        Words.count(first.perSecond()),
                        Words.hundredths(ratio),
                        Words.count(more),
                        Words.percent(ratio / more),
                        best.servers(),
                        Words.count(best.perSecond()));
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
                    "Kad svaka instanca smije koristiti dvadesetinu procesora, pa je ona usko grlo, a ne računalo, %d instanci daje %s puta više od %d."
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
