package dev.skep.incrementor.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says, checked; each variable is described in docs/app.md.
 *
 * @param redisNodes at least one; all lead to the same counter, the one that this task counts in
 * @param redisGroups the counters of which scope=all tells the sum
 * @param redisUser whose password it is; without one it is that of Redis' default user
 * @param requestTimeout how long a client waits at most
 * @param drain how long to go on serving after SIGTERM at most
 * @param task the name of this task, told to clients
 */
public record Settings(
        RedisMode redisMode,
        List<HostPort> redisNodes,
        RedisGroups redisGroups,
        Optional<String> redisUser,
        Optional<Path> redisPasswordFile,
        HostPort http,
        Duration requestTimeout,
        Duration drain,
        String task) {

    /**
     * Reads an environment; a variable that is empty counts as absent.
     *
     * @throws InvalidSettings with all that is wrong, not just the first
     */
    public static Settings from(Map<String, String> environment) throws InvalidSettings {
        var env = new EnvironmentReader(environment);
        var mode = redisMode(env);
        var nodes = redisNodes(env);
        var settings = new Settings(
                mode,
                nodes,
                otherGroups(env, mode, nodes),
                env.text("REDIS_USER"),
                passwordFile(env),
                new HostPort(env.host("HTTP_HOST", "0.0.0.0"), env.port("HTTP_PORT", 0, 8080)),
                env.duration("REQUEST_TIMEOUT", Duration.ofMillis(1), Duration.ofSeconds(5)),
                env.duration("DRAIN", Duration.ZERO, Duration.ofSeconds(3)),
                env.text("HOSTNAME").orElse("unknown"));
        env.throwIfInvalid();
        return settings;
    }

    private static RedisMode redisMode(EnvironmentReader env) {
        return switch (env.oneOf("REDIS_MODE", RedisMode.Word.values(), RedisMode.Word.SINGLE)) {
            case SINGLE -> new RedisMode.Single();
            case PER_REPLICA -> new RedisMode.PerReplica();
            case SENTINEL ->
                new RedisMode.Sentinel(
                        env.hostPorts("REDIS_SENTINELS")
                                .orElseGet(() -> env.missing(
                                        "REDIS_SENTINELS",
                                        "the host:port of every sentinel, which REDIS_MODE=sentinel needs",
                                        List.of())),
                        env.text("REDIS_PRIMARY_NAME")
                                .orElseGet(() -> env.missing(
                                        "REDIS_PRIMARY_NAME",
                                        "the name by which the sentinels know the primary, which REDIS_MODE=sentinel needs",
                                        "")),
                        env.number("REDIS_REPLICAS", 0, 99, 0));
        };
    }

    private static List<HostPort> redisNodes(EnvironmentReader env) {
        var server = new HostPort(env.host("REDIS_SERVER", "localhost"), env.port("REDIS_PORT", 1, 6379));
        return env.hostPorts("REDIS_NODES").orElse(List.of(server));
    }

    /** A sum over fewer groups than there are would be wrong and look right, so they are asked for where they differ. */
    private static RedisGroups otherGroups(EnvironmentReader env, RedisMode mode, List<HostPort> own) {
        if (env.text("REDIS_GROUPS").equals(Optional.of(RedisGroups.Listed.WORD))) {
            return new RedisGroups.Listed();
        }
        var groups = env.hostPorts("REDIS_GROUPS");
        if (groups.isEmpty() && mode instanceof RedisMode.PerReplica) {
            return env.missing(
                    "REDIS_GROUPS",
                    "the host:port of every group, which REDIS_MODE=per-replica needs",
                    new RedisGroups.Given(List.of()));
        }
        return new RedisGroups.Given(groups.orElse(List.of()).stream()
                .distinct()
                .filter(group -> !own.contains(group))
                .toList());
    }

    private static Optional<Path> passwordFile(EnvironmentReader env) {
        var file = env.text("REDIS_PASSWORD_FILE").map(Path::of);
        if (file.isEmpty() && env.text("REDIS_USER").isPresent()) {
            return env.missing("REDIS_PASSWORD_FILE", "the password of REDIS_USER", file);
        }
        return file;
    }
}
