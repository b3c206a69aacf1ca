package dev.skep.redis;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Redis and the sentinels of one manifest, as far as Skep needs them. Every call is bounded by a deadline. */
public interface Redises {
    /** How a member is; empty: it does not answer, or not yet. */
    Optional<ObservedMember> member(Endpoint endpoint);

    /** What a sentinel believes of the group of this name; empty: it does not answer. */
    Optional<ObservedSentinel> sentinel(Endpoint endpoint, String group);

    /**
     * Makes a member the primary.
     *
     * @throws RedisException if it cannot be known to be
     */
    void promote(Endpoint member);

    /**
     * Makes a member copy another.
     *
     * @throws RedisException if it cannot be known to do so
     */
    void follow(Endpoint member, String address);

    /**
     * Makes a sentinel watch this address under the group's name, whatever it watched before.
     *
     * @throws RedisException if it cannot be known to do so
     */
    void monitor(Endpoint sentinel, String address, Watched group);

    /**
     * Makes a member take these passwords and no others, and breaks the connections of the app: who has one opens another.
     *
     * @param hashes of the passwords, by user
     * @throws RedisException if it cannot be known to do so
     */
    void memberTakes(String address, Map<String, List<String>> hashes);

    /**
     * Makes a sentinel take these passwords and no others.
     *
     * @param hashes of the passwords, by user
     * @throws RedisException if it cannot be known to do so
     */
    void sentinelTakes(String address, Map<String, List<String>> hashes);

    /**
     * Makes a sentinel watch nothing of this name.
     *
     * @throws RedisException if it cannot be known to do so
     */
    void unwatch(Endpoint sentinel, String group);
}
