package dev.skep.incrementor.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the controller does for a person who wants a backup and a restore, with its own scripts, on whoever is the primary then. Who
 * does not answer at that moment is left alone: there is no backup then, or no restore.
 */
final class SimulatedOperator {
    static final String RESTORE = "skep:writer:skep-restore";

    private static final Path SCRIPTS = Path.of("../controller/src/main/resources/dev/skep/redis");
    private static final String HOLDING = read("holding.lua");
    private static final String RESTORED = read("restore.lua");
    private static final String WRITERS = "skep:writer:";
    private static final String HOUR = "3600000";

    private final SimulatedCluster cluster;
    private List<?> backup = List.of();

    SimulatedOperator(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    void backUp() {
        if (run(List.of("EVAL", HOLDING, "2", SimulatedRedis.COUNTER, WRITERS + "skep-look", WRITERS, HOUR))
                instanceof List<?> held) {
            backup = held;
        }
    }

    void restore() {
        if (backup.isEmpty()) {
            return;
        }
        var keys = new ArrayList<>(List.of(SimulatedRedis.COUNTER, RESTORE));
        var values = new ArrayList<>(List.of((String) backup.getFirst(), HOUR));
        for (var index = 1; index < backup.size(); index += 2) {
            if (!((String) backup.get(index)).startsWith(WRITERS + "skep-")) {
                keys.add((String) backup.get(index));
                values.add((String) backup.get(index + 1));
            }
        }
        var command = new ArrayList<>(List.of("EVAL", RESTORED, Integer.toString(keys.size())));
        command.addAll(keys);
        command.addAll(values);
        run(command);
    }

    /** Nobody is to count here any more, until {@link #open}. */
    void close() {
        run(List.of("SET", Told.RUN, "2:closed:aa:elsewhere:6379"));
    }

    void open() {
        run(List.of("SET", Told.RUN, "3:open:bb"));
    }

    private Object run(List<String> command) {
        var server = cluster.primary();
        if (!server.alive() || server.frozen()) {
            return "away";
        }
        var answer = server.execute(command);
        cluster.replicate(server);
        return answer;
    }

    static String read(String script) {
        try {
            return Files.readString(SCRIPTS.resolve(script));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
