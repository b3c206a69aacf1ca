package dev.skep.redis;

import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;

/** What the app remembers of its writers in Redis (apply-batch.lua): {@code skep:writer:<id>} holds {@code sequence:value}. */
final class Batches {
    private static final ScanParams WRITERS =
            new ScanParams().match("skep:writer:*").count(1000);

    /** So far as Redis adds to it. */
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

    private Batches() {}

    /**
     * The sum of the numbers of all writers' latest batches. Each that is counted makes it grow, so of two members with one
     * history the one with the larger sum knows more. (Offsets do not tell: they begin anew with the append-only file.)
     */
    static long sum(Jedis redis) {
        long sum = 0;
        var cursor = ScanParams.SCAN_POINTER_START;
        do {
            var page = redis.scan(cursor, WRITERS);
            cursor = page.getCursor();
            for (var key : page.getResult()) {
                sum += sequence(redis.get(key));
            }
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return sum;
    }

    /** The count; 0 where there is none yet, or no number: the app refuses to count on from that. */
    static long count(Jedis redis) {
        var written = redis.get("counter");
        return written == null || !INTEGER.matcher(written).matches() ? 0 : Long.parseLong(written);
    }

    /** One that has expired meanwhile counts nothing, on every member. */
    private static long sequence(String written) {
        return written == null ? 0 : Long.parseLong(written.substring(0, written.indexOf(':')));
    }
}
