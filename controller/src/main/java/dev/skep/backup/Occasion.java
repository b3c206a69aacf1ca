package dev.skep.backup;

import dev.skep.desired.DesiredConfig;
import dev.skep.desired.Json;
import dev.skep.observed.History;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a backup is taken before. It stands on the config, so that whoever looks next, be it another controller, knows that one
 * was taken.
 *
 * @param of which time of that it is: one word, another for each
 * @param gone what is given up: one word each
 * @param why for people
 */
public record Occasion(String manifest, String of, List<String> gone, String why) {
    /** So much a kept one may hold: all of them are read at each look. More is what is remembered of a hundred app tasks. */
    static final int MOST_BYTES = 8_000;

    private static final String RESTORED = "restored-";

    public Occasion {
        gone = List.copyOf(gone);
    }

    /** Of volumes that nobody will read: at most once for each generation of the manifest. */
    public static Occasion retirement(String manifest, List<String> volumes, Observed observed) {
        return new Occasion(
                manifest,
                "retired-" + generation(manifest, observed),
                volumes,
                "before %s went out of use".formatted(String.join(", ", volumes)));
    }

    /** Of the Redis of a manifest that nobody asks for. */
    public static Occasion deletion(String manifest, List<String> serviceIds, Observed observed) {
        return new Occasion(
                manifest,
                "deleted-" + generation(manifest, observed),
                serviceIds,
                "before %s was deleted".formatted(manifest));
    }

    /** Of what a restore replaces, as of now: one that is tried again may have counted on meanwhile. */
    public static Occasion restore(String manifest, String question, Observed observed) {
        var now = Long.toString(observed.at().toEpochMilli());
        return new Occasion(manifest, RESTORED + question, List.of(now), "before a restore");
    }

    /** The entry of its history: a manifest that is made anew begins to number at 1 again. */
    private static String generation(String manifest, Observed observed) {
        return History.of(manifest, observed).newest().map(g -> g.entry().id()).orElse("0");
    }

    /** What the backup is called. */
    public String id() {
        return Json.hash(manifest + " " + text());
    }

    private String text() {
        return (of + " " + String.join(" ", gone)).strip();
    }

    /** Whether it is the same restore, tried again, that a kept one was taken before. */
    boolean replaces(KeptBackup kept) {
        return of.startsWith(RESTORED) && kept.before().startsWith(of + " ");
    }

    /** Whether backups that are kept were taken before all of this. */
    public boolean isCovered(Observed observed) {
        var covered = new HashSet<String>();
        KeptBackup.of(manifest, observed).stream()
                .map(k -> Arrays.asList(k.before().split(" ", -1)))
                .filter(words -> words.getFirst().equals(of))
                .forEach(covered::addAll);
        return covered.contains(of) && covered.containsAll(Set.copyOf(gone));
    }

    /** The backup as the swarm is to keep it; one that would be too large without what is remembered of the writers. */
    public DesiredConfig config(Backup backup) {
        var whole = BackupText.write(backup);
        var text = whole.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
                ? BackupText.write(backup.withoutWriters())
                : whole;
        return new DesiredConfig(
                "%s-backup-%s".formatted(manifest, id()),
                Map.of(
                        Labels.NAME,
                        KeptBackup.OWNER,
                        Labels.COMPONENT,
                        KeptBackup.COMPONENT,
                        Labels.BACKUP,
                        manifest,
                        Labels.GENERATION,
                        Long.toString(backup.generation()),
                        Labels.TAKEN,
                        backup.taken().toString(),
                        Labels.REASON,
                        why,
                        Labels.BEFORE,
                        text()),
                text);
    }
}
