package dev.skep.backup;

import dev.skep.desired.ControllerService;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A backup that the controller took by itself, as the swarm keeps it: a config that is no manifest's, so that it outlives the one
 * that it is of (docs/decisions/0034).
 *
 * @param id what a person says to have this one
 * @param why it was taken
 * @param taken when
 */
public record KeptBackup(String id, String why, Instant taken, ObservedResource config) {
    /** Owns all of them; a person takes them away. */
    public static final String OWNER = ControllerService.RESERVED + "-backups";

    /** So many of a manifest are kept, the newest. */
    public static final int KEPT = 5;

    static final String COMPONENT = "backup";

    /** Those of a manifest, the newest first. */
    public static List<KeptBackup> of(String manifest, Observed observed) {
        return observed.configsOf(OWNER).stream()
                .filter(c -> manifest.equals(c.labels().get(Labels.BACKUP)))
                .flatMap(c -> of(c).stream())
                .sorted(Comparator.comparing(KeptBackup::taken).reversed())
                .toList();
    }

    /** The manifests, there or not, of which any is kept. */
    public static List<String> manifests(Observed observed) {
        return observed.configsOf(OWNER).stream()
                .map(c -> c.labels().getOrDefault(Labels.BACKUP, ""))
                .filter(m -> !m.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** Those of its manifest that nobody needs once the backup for that is taken. */
    public static List<ObservedResource> outdated(Occasion next, Observed observed) {
        var byUse = of(next.manifest(), observed).stream().collect(Collectors.partitioningBy(next::replaces));
        return Stream.concat(byUse.get(true).stream(), byUse.get(false).stream().skip(KEPT - 1))
                .map(KeptBackup::config)
                .toList();
    }

    /** What is there of it: it is read as a file is. */
    public BackupText.Read read() {
        return BackupText.read(config.text());
    }

    /** What it was taken before, as {@link Occasion} says it. */
    String before() {
        return config.labels().getOrDefault(Labels.BEFORE, "");
    }

    private static Optional<KeptBackup> of(ObservedResource config) {
        try {
            return Optional.of(new KeptBackup(
                    config.name().substring(config.name().lastIndexOf('-') + 1),
                    config.labels().getOrDefault(Labels.REASON, ""),
                    Instant.parse(config.labels().getOrDefault(Labels.TAKEN, "")),
                    config));
        } catch (DateTimeParseException e) {
            return Optional.empty(); // nobody but Skep writes the label; who did has his own config
        }
    }
}
