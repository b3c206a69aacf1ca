package dev.skep.bench.topologies;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Redises of a set-up have been asked so far.
 *
 * @param writes calls that counted: scripts of Skep's app, INCR of the ancestor's, which its library sends as INCRBY; not
 *     what a replica was told of them
 * @param all calls of whatever kind, those that a script makes included
 */
record RedisCalls(long writes, long all) {
    private static final Pattern REPLICA = Pattern.compile("^role:slave\\b", Pattern.MULTILINE);
    private static final Pattern CALLS = Pattern.compile("^cmdstat_(\\S+):calls=(\\d+)", Pattern.MULTILINE);
    private static final Pattern SCRIPT = Pattern.compile("evalsha|eval");
    private static final Pattern INCREMENT = Pattern.compile("incr|incrby");

    static RedisCalls of(List<Container> containers) throws IOException, InterruptedException {
        var sum = new RedisCalls(0, 0);
        for (var container : containers) {
            if (container.part() == Part.REDIS) {
                sum = sum.plus(parse(container.redisInfo("everything")));
            }
        }
        return sum;
    }

    static RedisCalls parse(String info) {
        long scripts = 0;
        long increments = 0;
        long all = 0;
        Matcher matcher = CALLS.matcher(info);
        while (matcher.find()) {
            long calls = Long.parseLong(matcher.group(2));
            all += calls;
            scripts += SCRIPT.matcher(matcher.group(1)).matches() ? calls : 0;
            increments += INCREMENT.matcher(matcher.group(1)).matches() ? calls : 0;
        }
        if (REPLICA.matcher(info).find()) {
            return new RedisCalls(0, all);
        }
        // A script increments, too, and that is listed beside it; who has scripts counts by nothing else.
        return new RedisCalls(scripts > 0 ? scripts : increments, all);
    }

    private RedisCalls plus(RedisCalls other) {
        return new RedisCalls(writes + other.writes, all + other.all);
    }

    RedisCalls since(RedisCalls before) {
        return new RedisCalls(writes - before.writes, all - before.all);
    }
}
