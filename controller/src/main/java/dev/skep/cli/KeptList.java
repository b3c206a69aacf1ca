package dev.skep.cli;

import dev.skep.backup.Backup;
import dev.skep.backup.BackupText;
import dev.skep.backup.KeptBackup;
import dev.skep.loop.Wanted;
import dev.skep.manifest.Words;
import dev.skep.observed.Observed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The backups of a manifest that the controller took by itself and the swarm keeps, the newest first. */
record KeptList(String manifest, List<KeptBackup> backups) {
    private static final String ROW = "%-10s  %-20s  %20s  %-11s  %10s  %s";

    /**
     * One as data; its JSON is a contract (docs/operations.md).
     *
     * @param taken when
     * @param sum of all its counters
     * @param generation of the manifest
     * @param why it was taken
     */
    record View(String id, String taken, long sum, String mode, long generation, String why) {}

    /** Those that there are; of a name that nobody knows a person is told so. */
    static KeptList of(String manifest, Observed observed) {
        var backups = KeptBackup.of(manifest, observed);
        if (backups.isEmpty() && !Wanted.madeFor(observed).contains(manifest)) {
            throw unknown(manifest, observed);
        }
        return new KeptList(manifest, backups);
    }

    private static CannotGoOn unknown(String manifest, Observed observed) {
        var names = new TreeSet<>(Wanted.madeFor(observed));
        names.addAll(KeptBackup.manifests(observed));
        return new CannotGoOn(
                "nothing in the swarm was made for a manifest %s, and no backup of it is kept; there is: %s%s"
                        .formatted(manifest, String.join(" ", names), meant(manifest, names)));
    }

    /** The one that a person names. */
    Backup backup(String id) {
        var found = backups.stream().filter(b -> b.id().equals(id)).findFirst();
        if (found.isEmpty()) {
            var ids = backups.stream().map(KeptBackup::id).toList();
            throw new CannotGoOn(
                    ids.isEmpty()
                            ? "no backup of %s is kept yet".formatted(manifest)
                            : "no backup %s of %s is kept; there are: %s%s (skep backup %s --list tells of what)"
                                    .formatted(id, manifest, String.join(" ", ids), meant(id, ids), manifest));
        }
        return read(found.get());
    }

    private static String meant(String written, Collection<String> words) {
        return Words.nearest(written, words)
                .map("; did you mean '%s'?"::formatted)
                .orElse("");
    }

    private Backup read(KeptBackup kept) {
        return switch (kept.read()) {
            case BackupText.Read.Sound(var backup) -> backup;
            case BackupText.Read.Damaged(var why) ->
                throw new CannotGoOn("the backup %s of %s, which the swarm keeps as the config %s: %s"
                        .formatted(kept.id(), manifest, kept.config().name(), why));
        };
    }

    List<View> views() {
        return backups.stream().map(this::view).toList();
    }

    private View view(KeptBackup kept) {
        var backup = read(kept);
        return new View(
                kept.id(), kept.taken().toString(), backup.sum(), backup.mode(), backup.generation(), kept.why());
    }

    List<String> lines() {
        if (backups.isEmpty()) {
            return List.of("no backup of %s is kept yet: one is taken before something goes that was counted in"
                    .formatted(manifest));
        }
        var lines = new ArrayList<String>();
        lines.add(ROW.formatted("ID", "TAKEN", "COUNT", "MODE", "GENERATION", "WHY"));
        for (var v : views()) {
            var seconds = v.taken().replaceFirst("\\.\\d+Z$", "Z");
            lines.add(ROW.formatted(v.id(), seconds, v.sum(), v.mode(), v.generation(), v.why()));
        }
        return lines;
    }
}
