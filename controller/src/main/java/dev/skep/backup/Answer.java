package dev.skep.backup;

import dev.skep.desired.DesiredConfig;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the controller answers to an {@link Ask}, as a config. Who asked takes its question away when it has read it, and the
 * controller then the answer.
 *
 * @param text the backup; or what became of the restore; or why not
 */
public record Answer(String id, String manifest, Kind kind, Instant given, String text) {
    /** So long it is kept for somebody who has not taken the question away. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private static final String COMPONENT = "answer";

    /** How it came out. */
    public enum Kind {
        DONE,
        REFUSED
    }

    /** As the swarm holds it. */
    public DesiredConfig config() {
        return new Mark(id, kind.name(), given)
                .config(configOf(manifest, id), manifest, COMPONENT, Labels.ANSWER, text);
    }

    static String configOf(String manifest, String id) {
        return "%s-answer-%s".formatted(manifest, id);
    }

    /** The answer to that question, if there is one. */
    public static Optional<Answer> to(Ask ask, Observed observed) {
        return observed.configsOf(ask.manifest()).stream()
                .flatMap(c -> of(c).stream())
                .filter(a -> a.id().equals(ask.id()))
                .findFirst();
    }

    /** What a config answers; empty: it is no such thing. */
    static Optional<Answer> of(ObservedResource config) {
        return Mark.of(config, COMPONENT, Labels.ANSWER)
                .map(mark -> new Answer(mark.id(), config.owner(), kind(mark.word()), mark.at(), config.text()));
    }

    private static Kind kind(String word) {
        return word.equals(Kind.DONE.name()) ? Kind.DONE : Kind.REFUSED;
    }

    /** Whether a config is a question or an answer: these come and go beside what is planned. */
    public static boolean orAsk(ObservedResource config) {
        return Ask.of(config).isPresent() || of(config).isPresent();
    }

    /** The configs of a manifest that nobody waits for any more: first questions, then answers. */
    public static List<ObservedResource> forgotten(String manifest, Observed observed) {
        var answers = observed.configsOf(manifest).stream()
                .filter(c -> of(c).isPresent())
                .toList();
        var late = answers.stream()
                .flatMap(c -> of(c).stream())
                .filter(a -> Duration.between(a.given(), observed.at()).abs().compareTo(KEPT) > 0)
                .map(a -> Ask.configOf(manifest, a.id()))
                .toList();
        var asks = observed.configsOf(manifest).stream()
                .filter(c -> late.contains(c.name()))
                .toList();
        return asks.isEmpty()
                ? answers.stream()
                        .filter(c -> !observed.hasConfig(
                                Ask.configOf(manifest, of(c).orElseThrow().id())))
                        .toList()
                : asks;
    }
}
