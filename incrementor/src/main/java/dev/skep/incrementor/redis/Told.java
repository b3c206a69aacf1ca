package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Reading;
import dev.skep.incrementor.settings.HostPort;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Skep writes into a group, as it stands there (docs/decisions/0028): each with a number first, which grows with each
 * change of it.
 */
final class Told {
    /** Which run of the counter it is: {@code 1:open:BIRTH}, {@code 2:closed:BIRTH:incr-shard-1:6379}. */
    static final String RUN = "skep:writer:skep-run";

    /** Whom a sum consists of: {@code 3:incr-shard-1:6379,BIRTH incr-shard-2:6379,BIRTH}; what follows in an entry is for others. */
    static final String LIST = "skep:writer:skep-list";

    /** The runs whose amount is in the counter: {@code 1:BIRTH BIRTH}. */
    static final String TOOK = "skep:writer:skep-took";

    private static final Pattern RUNS = Pattern.compile("\\d+:(open|closed):(?<birth>[0-9a-f]+)(:.*)?");
    private static final Pattern CLOSED = Pattern.compile("\\d+:closed:.*");

    private Told() {}

    static boolean closed(String run) {
        return run != null && CLOSED.matcher(run).matches();
    }

    /**
     * From what the survey answers.
     *
     * @throws IllegalArgumentException where it is not what Skep writes
     */
    static Reading reading(List<String> answer) {
        return new Reading(
                number(answer.get(0)), birth(answer.get(1)), listed(answer.get(2)), Set.copyOf(words(answer.get(3))));
    }

    private static OptionalLong number(String count) {
        try {
            return OptionalLong.of(Long.parseLong(count));
        } catch (NumberFormatException somebodyElseWroteIt) {
            return OptionalLong.empty();
        }
    }

    private static Optional<String> birth(String run) {
        if (run.isEmpty()) {
            return Optional.empty();
        }
        var matcher = RUNS.matcher(run);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + run + "\" in " + RUN);
        }
        return Optional.of(matcher.group("birth"));
    }

    private static Map<String, String> listed(String list) {
        var births = new LinkedHashMap<String, String>();
        for (var entry : words(list)) {
            var fields = entry.split(",", -1);
            if (fields.length < 2) {
                throw new IllegalArgumentException("\"" + entry + "\" in " + LIST);
            }
            births.put(HostPort.of(fields[0]).toString(), fields[1]);
        }
        return births;
    }

    private static List<String> words(String text) {
        var words = text.substring(text.indexOf(':') + 1);
        return words.isEmpty()
                ? List.of()
                : Arrays.stream(words.split(" ", -1)).distinct().toList();
    }
}
