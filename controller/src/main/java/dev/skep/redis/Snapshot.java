package dev.skep.redis;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Of a Redis that writes snapshots, and no append-only file: what must be known after a restart must be in one at once. */
final class Snapshot {
    private Snapshot() {}

    /**
     * Takes one; of a Redis that writes everything, or nothing, none is needed.
     *
     * @throws JedisDataException while another is taken
     */
    static void of(Jedis redis) {
        if (setting(redis, "appendonly").equals("no") && !setting(redis, "save").isEmpty()) {
            redis.save();
        }
    }

    /** What it says of one of its settings. */
    static String setting(Jedis redis, String name) {
        return redis.configGet(name).getOrDefault(name, "");
    }
}
