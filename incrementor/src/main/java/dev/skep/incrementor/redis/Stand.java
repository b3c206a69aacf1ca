package dev.skep.incrementor.redis;

import dev.skep.incrementor.settings.HostPort;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How a sentinel stands to a primary. */
enum Stand {
    /** It names it, and knows of no reason why another should be. */
    FOR,
    /** It names another, or knows that enough take it for down, or is making another the primary at this moment. */
    AGAINST,
    /** It says nothing of use, or takes it for down, and that alone: then the others decide. */
    SILENT;

    /**
     * From what it says. The one that makes another the primary names that as soon as it has been promoted, and tells of the old
     * one until all follow the new.
     *
     * @param named whom it names
     * @param known what it knows of the one that it has watched
     */
    static Stand of(HostPort primary, List<String> named, Map<String, String> known) {
        if (named == null) {
            return SILENT;
        }
        if (!primary.equals(node(named.get(0), named.get(1)))) {
            return AGAINST;
        }
        if (!primary.equals(node(known.get("ip"), known.get("port")))) {
            return FOR;
        }
        var flags = Arrays.asList(known.get("flags").split(",", -1));
        if (flags.contains("o_down") || flags.contains("failover_in_progress")) {
            return AGAINST;
        }
        return flags.contains("s_down") ? SILENT : FOR;
    }

    private static HostPort node(String host, String port) {
        return new HostPort(host, Integer.parseInt(port));
    }
}
