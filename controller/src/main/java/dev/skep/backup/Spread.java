package dev.skep.backup;

import dev.skep.backup.Backup.Shard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a backup goes where. Each counter gets what the one of its name had; what had a name that is not there any more
 * goes to the first; a counter that the backup does not know gets 0. So the sum is that of the backup, in every mode.
 */
public final class Spread {
    private Spread() {}

    /**
     * What each counter is to be.
     *
     * @param groups those that are there, the first one first
     * @throws ArithmeticException where the first would have more than a count can be
     */
    public static Map<String, Holding> of(Backup backup, List<String> groups) {
        var result = new LinkedHashMap<String, Holding>();
        groups.forEach(g -> result.put(g, new Holding(0, Map.of())));
        for (var shard : backup.shards()) {
            var home = groups.contains(shard.group()) ? shard.group() : groups.getFirst();
            result.compute(home, (_, there) -> and(there, shard, home));
        }
        return result;
    }

    /** A writer goes on in its own counter only: elsewhere nobody asks for what is remembered of it. */
    private static Holding and(Holding there, Shard shard, String home) {
        var count = Math.addExact(there.count(), shard.holding().count());
        return new Holding(count, shard.group().equals(home) ? shard.holding().writers() : there.writers());
    }
}
