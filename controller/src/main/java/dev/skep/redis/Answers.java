package dev.skep.redis;

import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedMember.Data;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import dev.skep.observed.ObservedMember.Role;
import dev.skep.observed.ObservedSentinel.Belief;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what Redis and Sentinel answer: https://redis.io/docs/latest/commands/info/,
 * https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/
 */
final class Answers {
    /** So long is the link down, says a replica that has had none since it started; a primary says nothing of it. */
    private static final String NEVER_LINKED = "-1";

    private Answers() {}

    /** What it says of who leads, and of that the last time that it was on the disk. */
    record Lead(Optional<String> said, Optional<String> saved) {}

    static ObservedMember member(Endpoint endpoint, String info, long batches, long count, Lead lead, boolean fenced) {
        var fields = fields(info);
        var primary = field(fields, "role").equals("master");
        var offset = Long.parseLong(field(fields, primary ? "master_repl_offset" : "slave_repl_offset"));
        return new ObservedMember(
                endpoint,
                role(primary, fields),
                new Data(batches, count, offset),
                persists(fields),
                lead.said(),
                fenced,
                recalls(fields),
                rewrites(fields),
                lead.saved());
    }

    private static boolean rewrites(Map<String, String> fields) {
        return List.of("aof_rewrite_in_progress", "aof_rewrite_scheduled").stream()
                .anyMatch(f -> field(fields, f).equals("1"));
    }

    private static Optional<Duration> recalls(Map<String, String> fields) {
        return NEVER_LINKED.equals(fields.get("master_link_down_since_seconds"))
                ? Optional.of(Duration.ofSeconds(Long.parseLong(field(fields, "uptime_in_seconds"))))
                : Optional.empty();
    }

    private static Role role(boolean primary, Map<String, String> fields) {
        return primary
                ? new Primary()
                : new Replica(
                        field(fields, "master_host"),
                        field(fields, "master_link_status").equals("up"));
    }

    private static boolean persists(Map<String, String> fields) {
        return List.of("aof_last_write_status", "rdb_last_bgsave_status").stream()
                .allMatch(f -> field(fields, f).equals("ok"));
    }

    private static Map<String, String> fields(String info) {
        return info.lines()
                .filter(line -> line.contains(":"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1),
                        (first, _) -> first));
    }

    private static String field(Map<String, String> fields, String name) {
        var value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("INFO of Redis tells no " + name);
        }
        return value;
    }

    static Belief belief(
            Map<String, String> master,
            List<Map<String, String>> replicas,
            List<Map<String, String>> sentinels,
            boolean quorate) {
        return new Belief(
                master.get("ip"),
                flag(master, "s_down"),
                flag(master, "failover_in_progress"),
                addresses(replicas),
                addresses(replicas.stream()
                        .filter(r -> !flag(r, "s_down") && !flag(r, "disconnected"))
                        .toList()),
                addresses(sentinels),
                quorate,
                Integer.parseInt(master.get("quorum")));
    }

    private static Set<String> addresses(List<Map<String, String>> entries) {
        return entries.stream().map(e -> e.get("ip")).collect(Collectors.toSet());
    }

    private static boolean flag(Map<String, String> entry, String flag) {
        return Arrays.asList(entry.get("flags").split(",", -1)).contains(flag);
    }
}
