package dev.skep.bench.topologies;

import java.util.ArrayList;
import java.util.List;

/** The answers in words, each with the figures that it rests on; what was not measured is not spoken of. */
final class ReportAnswers {
    /** Less of a difference is the noise of one machine. */
    private static final double NOISE = 0.1;

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
        pinned(answers);
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

    private void pinned(List<String> answers) {
        var pinned = results.pinned();
        if (pinned.size() > 1) {
            var first = pinned.getFirst();
            var last = pinned.getLast();
            double ratio = results.perSecond(last.name()) / results.perSecond(first.name());
            double more = (double) last.replicas() / first.replicas();
            answers.add(
                    "**Where does it flip?** Where an instance, and not the machine, is what is short. Held to a quarter of a core each, %d did %s"
                                    .formatted(last.replicas(), Words.count(results.perSecond(last.name())))
                            + " requests/s and %d did %s: %s times as much of %s times as many, an efficiency of %s."
                                    .formatted(
                                            first.replicas(),
                                            Words.count(results.perSecond(first.name())),
                                            Words.hundredths(ratio),
                                            Words.count(more),
                                            Words.percent(ratio / more)));
        }
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

    List<String> croatian() {
        var answers = new ArrayList<String>();
        if (results.has("1x1") && results.has("10x1")) {
            double ratio = results.perSecond("10x1") / results.perSecond("1x1");
            answers.add(
                    "Znači li deset instanci deset puta veće performanse? %s Jedna instanca dala je %s zahtjeva u sekundi, deset instanci %s: %s puta."
                                    .formatted(
                                            ratio > 9 ? "Da." : "Ne.",
                                            Words.count(results.perSecond("1x1")),
                                            Words.count(results.perSecond("10x1")),
                                            Words.hundredths(ratio))
                            + " Na jednom računalu sve instance, Redis i wrk dijele iste procesore (ovdje %s), pa više instanci ne donosi više snage."
                                    .formatted(Words.count(results.begun().cores())));
        }
        if (results.has("1x1") && results.has("ancestor-1x1")) {
            answers.add(
                    "Prvo rješenje (Flask i gunicorn, jedan INCR po zahtjevu) dalo je u istim uvjetima %s zahtjeva u sekundi."
                            .formatted(Words.count(results.perSecond("ancestor-1x1"))));
        }
        answers.add(
                "Više poslužitelja pomaže tek kad su instance na različitim računalima, a jedan Redis dovoljan je dok ga"
                        + " zahtjevi, skupljeni u grozdove, ne zasite.");
        return answers;
    }

    private double busy(String setup) {
        return results.at(setup, l -> l.usage().busy());
    }

    private double cores(String setup) {
        return results.at(setup, l -> l.usage().cores(Part.APP));
    }

    private static String verdict(double ratio) {
        if (Math.abs(ratio - 1) < NOISE) {
            return "no difference beyond the noise (%s times)".formatted(Words.hundredths(ratio));
        }
        return "%s times".formatted(Words.hundredths(ratio));
    }
}
