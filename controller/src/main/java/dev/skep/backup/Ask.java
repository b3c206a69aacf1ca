package dev.skep.backup;

import dev.skep.desired.DesiredConfig;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a person asks the controller to do, as a config: only the controller reaches Redis, and whoever asks may be anywhere
 * (docs/decisions/0025).
 *
 * @param id new for each: what is done twice for the same is done once
 * @param asked when; whoever finds it later than {@link #VALID} does not do it any more
 * @param text what is to be restored; of no meaning else
 */
public record Ask(String id, String manifest, Wish wish, Instant asked, String text) {
    /** So long it is worth something: longer than a restart of the controller takes, and no surprise to who asked. */
    public static final Duration VALID = Duration.ofMinutes(2);

    private static final String COMPONENT = "ask";

    /** What may be asked. */
    public enum Wish {
        BACKUP,
        RESTORE
    }

    /** Asks for a backup. */
    public static Ask backup(String id, String manifest, Instant asked) {
        return new Ask(id, manifest, Wish.BACKUP, asked, "a backup of " + manifest);
    }

    /** Asks for what it says to be the count from now on. */
    public static Ask restore(String id, String manifest, Instant asked, Backup backup) {
        return new Ask(id, manifest, Wish.RESTORE, asked, BackupText.write(backup));
    }

    /** As the swarm holds it. */
    public DesiredConfig config() {
        return new Mark(id, wish.name(), asked).config(configOf(manifest, id), manifest, COMPONENT, Labels.ASK, text);
    }

    /** The name of the config. */
    public static String configOf(String manifest, String id) {
        return "%s-ask-%s".formatted(manifest, id);
    }

    /** Whether it was asked for too long ago. */
    public boolean isStale(Instant now) {
        return Duration.between(asked, now).abs().compareTo(VALID) > 0;
    }

    /** What is asked of a manifest and has no answer yet, the oldest first. */
    public static List<Ask> open(String manifest, Observed observed) {
        return observed.configsOf(manifest).stream()
                .flatMap(c -> of(c).stream())
                .filter(a -> !observed.hasConfig(Answer.configOf(manifest, a.id())))
                .sorted(Comparator.comparing(Ask::asked))
                .toList();
    }

    /** What a config asks; empty: it is no such thing. */
    public static Optional<Ask> of(ObservedResource config) {
        return Mark.of(config, COMPONENT, Labels.ASK).flatMap(mark -> wish(mark.word())
                .map(wish -> new Ask(mark.id(), config.owner(), wish, mark.at(), config.text())));
    }

    private static Optional<Wish> wish(String word) {
        return Arrays.stream(Wish.values()).filter(w -> w.name().equals(word)).findFirst();
    }
}
