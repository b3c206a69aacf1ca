package dev.skep.redis;

import dev.skep.backup.Backup;
import dev.skep.backup.Holding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import redis.clients.jedis.Jedis;

/** Reads and replaces all that a Redis holds of a count, each by one script and so in one step. */
final class Counting {
    static final String COUNTER = "counter";
    static final String WRITER = "skep:writer:";
    /** As long as the app's own (docs/exactly-once.md): no copy of a batch is under way for longer. */
    private static final String REMEMBER = Long.toString(Duration.ofHours(1).toMillis());

    private static final String HOLDING = LuaText.of("holding.lua");
    private static final String RESTORE = LuaText.of("restore.lua");

    private Counting() {}

    /**
     * What it holds.
     *
     * @throws NumberFormatException where the counter holds no number
     * @throws IllegalArgumentException where what is remembered is not what the app writes
     */
    static Holding holding(Jedis primary) {
        var keys = List.of(COUNTER, WRITER + Backup.OWN + "look");
        var answer = texts(primary.eval(HOLDING, keys, List.of(WRITER, REMEMBER)));
        var writers = new LinkedHashMap<String, String>();
        for (int i = 1; i < answer.size(); i += 2) {
            if (!Shares.KEYS.contains(answer.get(i))) {
                writers.put(answer.get(i).substring(WRITER.length()), answer.get(i + 1));
            }
        }
        return new Holding(Long.parseLong(answer.getFirst()), writers);
    }

    /** Whether that was done for this id. */
    static boolean restored(Jedis primary, String id) {
        return primary.exists(WRITER + id);
    }

    /** Makes it hold that, once for each id; answers the count before. */
    static long restore(Jedis primary, String id, Holding holding) {
        var keys = new ArrayList<>(List.of(COUNTER, WRITER + id));
        var values = new ArrayList<>(List.of(Long.toString(holding.count()), REMEMBER));
        holding.writers().forEach((writer, batch) -> {
            keys.add(WRITER + writer);
            values.add(batch);
        });
        return Long.parseLong((String) ((List<?>) primary.eval(RESTORE, keys, values)).getFirst());
    }

    private static List<String> texts(Object answer) {
        return ((List<?>) answer).stream().map(String.class::cast).toList();
    }
}
