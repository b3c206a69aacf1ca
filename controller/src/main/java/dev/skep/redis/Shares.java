package dev.skep.redis;

import dev.skep.backup.Backup;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Listed;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** What stands in each group so that a sum has each count in it once (docs/decisions/0028), each change by one script. */
final class Shares {
    private static final String OWN = Counting.WRITER + Backup.OWN;
    private static final String RUN = OWN + "run";
    private static final String LIST = OWN + "list";
    private static final String TOOK = OWN + "took";

    /** Not what is remembered of a writer, though it stands among that: so the app may read it. */
    static final Set<String> KEYS = Set.of(RUN, LIST, TOOK);

    private static final String ADMIT = LuaText.of("admit.lua");
    private static final String SAY = LuaText.of("list.lua");

    private static final String CLOSE = LuaText.of("close.lua");
    private static final String TAKE = LuaText.of("take.lua");

    private Shares() {}

    /**
     * What stands there.
     *
     * @throws IllegalArgumentException where it is not what Skep writes
     */
    static ObservedShare look(Endpoint endpoint, Jedis redis) {
        var held = redis.mget(RUN, LIST, TOOK);
        return new ObservedShare(
                endpoint,
                Optional.ofNullable(held.get(0)).map(Run::parse),
                Optional.ofNullable(held.get(1)).map(Listed::parse),
                Optional.ofNullable(held.get(2)).map(Shares::births).orElse(Set.of()));
    }

    private static Set<String> births(String took) {
        return Arrays.stream(took.substring(took.indexOf(':') + 1).split(" ", -1))
                .filter(birth -> !birth.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Begins a run where none is, or where the one that was seen is closed; answers which it is. */
    static Run admit(Jedis redis, Optional<Run> seen, String birth) {
        var run = redis.eval(
                ADMIT,
                List.of(RUN, Counting.COUNTER),
                List.of(seen.map(Run::text).orElse(""), birth));
        return Run.parse((String) run);
    }

    /** Nobody counts in that run any more, where it is the one that was seen; answers which it is by then. */
    static Run close(Jedis redis, Run seen, String into) {
        return Run.parse((String) redis.eval(CLOSE, List.of(RUN), List.of(seen.text(), into)));
    }

    /**
     * What a closed run comes to.
     *
     * @param count as its counter holds it
     * @param took the runs of others whose amount is in it
     */
    record Amount(String count, Set<String> took) {}

    /**
     * All of what was counted in that run: nobody counts there any more.
     *
     * @throws JedisDataException where it is another by now
     */
    static Amount amount(Jedis redis, Run closed) {
        var held = redis.mget(RUN, Counting.COUNTER, TOOK);
        if (!closed.text().equals(held.get(0))) {
            throw new JedisDataException("it is not the run that was closed: " + held.get(0));
        }
        return new Amount(
                Optional.ofNullable(held.get(1)).orElse("0"),
                Optional.ofNullable(held.get(2)).map(Shares::births).orElse(Set.of()));
    }

    /**
     * Adds the amount of a closed run, once for each; answers the ids of all that are in the counter.
     *
     * @param amount as its counter holds it
     * @param within what that one took itself
     * @param by the id of the run that takes it, as it was seen
     */
    static Set<String> take(Jedis redis, String birth, String amount, Set<String> within, String by) {
        var keys = List.of(Counting.COUNTER, RUN, TOOK);
        var births = redis.eval(TAKE, keys, List.of(birth, amount, String.join(" ", within), by));
        return births((String) births);
    }

    /** Says whom a sum consists of; answers what holds by then. */
    static Listed list(Jedis redis, Listed listed) {
        var said = redis.eval(SAY, List.of(LIST), List.of(Long.toString(listed.number()), listed.entries()));
        return Listed.parse((String) said);
    }
}
