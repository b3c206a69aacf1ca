package dev.skep.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Skep never deletes, and a benchmark leaves: the volumes of its manifests, what the nodes' labels say of them, and the
 * backups that are kept.
 *
 * @param engines where the volumes may be
 */
public record Volumes(List<String> engines) {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLEARED = Duration.ofMinutes(1);

    /** Docker's words where another version of a node came between reading and writing it. */
    private static final String WRITTEN_MEANWHILE = "update out of sequence";

    /** Those on the engines of this machine. */
    public static Volumes here() {
        return new Volumes(Docker.engines());
    }

    /** Removes those of a manifest that is gone; what they hold is of no worth to anybody. */
    public void remove(String manifest) throws Exception {
        for (var engine : engines) {
            // A container that has ended holds its volume until Swarm clears it away.
            Wait.until("the containers of " + manifest + " are cleared away", CLEARED, POLL, () -> Docker.on(
                            engine, "ps", "-aq", "--filter", "label=dev.skep.name=" + manifest)
                    .isEmpty());
            for (var volume : Docker.on(engine, "volume", "ls", "-q", "--filter", "label=dev.skep.name=" + manifest)
                    .lines()
                    .toList()) {
                Docker.on(engine, "volume", "rm", volume);
            }
        }
        removeLabels(manifest);
        for (var backup : Docker.lines("config", "ls", "-q", "--filter", "label=dev.skep.backup=" + manifest)) {
            Docker.run("config", "rm", backup);
        }
    }

    /** A node's labels say which volumes it holds, and which of them were counted in: without the latter they are missed. */
    private static void removeLabels(String manifest) throws Exception {
        for (var node : Docker.lines("node", "ls", "-q")) {
            Wait.until(
                    "the labels of " + manifest + " are removed from node " + node,
                    CLEARED,
                    POLL,
                    () -> hasNoLabels(node, manifest));
        }
    }

    /** Reads them and removes them all at once, as long as there are any: others write to the node, too. */
    private static boolean hasNoLabels(String node, String manifest) throws IOException, InterruptedException {
        var format = "{{range $key, $_ := .Spec.Labels}}{{println $key}}{{end}}";
        var removals = Docker.lines("node", "inspect", "--format", format, node).stream()
                .filter(label -> ofVolume(label, manifest))
                .map(label -> "--label-rm=" + label)
                .toList();
        if (removals.isEmpty()) {
            return true;
        }
        try {
            Docker.run(Stream.of(List.of("node", "update"), removals, List.of(node))
                    .flatMap(List::stream)
                    .toArray(String[]::new));
        } catch (BenchException e) {
            if (!e.getMessage().contains(WRITTEN_MEANWHILE)) {
                throw e;
            }
        }
        return false;
    }

    /** Where a volume is, that it was new there, and that it was counted in. */
    static boolean ofVolume(String label, String manifest) {
        return Stream.of("dev.skep.volume.", "dev.skep.new.", "dev.skep.data.")
                .anyMatch(kind -> label.startsWith(kind + manifest + "-"));
    }
}
