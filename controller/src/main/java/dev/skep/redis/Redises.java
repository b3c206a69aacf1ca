package dev.skep.redis;

import dev.skep.backup.Holding;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Listed;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * Makes a member take writes only while so many replicas do, too.
     *
     * @throws RedisException if it cannot be known to
     */
    void confirmations(Endpoint member, int replicas);

    /**
     * Writes among the data who leads by itself.
     *
     * @param copies how many replicas must have it as well
     * @throws RedisException if they cannot be known to have it
     */
    void lead(Endpoint primary, String who, int copies);

    /**
     * Writes among the data of a replica, and of nobody else, that nobody leads by itself.
     *
     * @throws RedisException if it cannot be known to have it
     */
    void disarm(Endpoint replica);

    /**
     * Makes a replica the primary, and its primary the replica: nothing that was counted is lost, and writes wait for some
     * milliseconds. Wherever it ends, there are never two primaries.
     *
     * @throws RedisException if it was not done, or not to the end
     */
    void handOver(Endpoint primary, Endpoint target);

    /**
     * The same in a group whose data say that its sentinels elect: they go on to say so, and the new primary takes writes only
     * with a copy.
     *
     * @throws RedisException if it was not done, or not to the end
     */
    void passOn(Endpoint primary, Endpoint target);

    /**
     * Passes the count on, and tells the sentinels, which elect nobody, and the other copies. Where it is still where it was, the
     * sentinels elect again: whoever tries next may be long in coming. Where it was passed on and only the answer came too late,
     * all are told none the less.
     *
     * @param group as it is to be watched in the end
     * @throws RedisException if it was not done, or somebody could not be told
     */
    default void move(
            Endpoint primary, Endpoint target, Watched group, List<Endpoint> sentinels, List<Endpoint> copies) {
        try {
            passOn(primary, target);
        } catch (RedisException e) {
            if (!leads(target)) {
                if (leads(primary)) {
                    say(sentinels.stream().map(s -> () -> agree(s, group.name(), group.quorum())))
                            .forEach(e::addSuppressed);
                }
                throw e;
            }
        }
        name(target, group, sentinels, copies);
    }

    private boolean leads(Endpoint member) {
        return member(member).filter(ObservedMember::primary).isPresent();
    }

    /**
     * Tells the copies and the sentinels who leads; these elect nobody yet. All sentinels forget the old primary before one is told of
     * the new one: of two that watch different ones, the one with the older word makes the other follow it. Who does not
     * answer holds up nobody else, and is tried again once the others know.
     *
     * @param group as it is to be watched in the end
     * @throws RedisException if somebody could not be told
     */
    default void name(Endpoint primary, Watched group, List<Endpoint> sentinels, List<Endpoint> copies) {
        var failures = say(copies.stream().map(c -> () -> follow(c, primary.address())));
        var silent = new ArrayList<Endpoint>();
        for (var sentinel : sentinels) {
            attempt(() -> unwatch(sentinel, group.name())).ifPresent(e -> {
                failures.add(e);
                silent.add(sentinel);
            });
        }
        var inTurn = Stream.concat(sentinels.stream().filter(s -> !silent.contains(s)), silent.stream());
        failures.addAll(say(inTurn.map(s -> () -> monitor(s, primary.address(), group.electingNobody()))));
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    /** Each, whatever becomes of the others; what could not be said. */
    private static List<RedisException> say(Stream<Runnable> words) {
        return words.flatMap(w -> attempt(w).stream()).collect(Collectors.toCollection(ArrayList::new));
    }

    private static Optional<RedisException> attempt(Runnable word) {
        try {
            word.run();
            return Optional.empty();
        } catch (RedisException e) {
            return Optional.of(e);
        }
    }

    /**
     * Makes a sentinel want so many to agree that the primary is down.
     *
     * @throws RedisException if it cannot be known to
     */
    void agree(Endpoint sentinel, String group, int quorum);

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
     * All that a primary holds of its count, as of one moment.
     *
     * @param copies how many others are waited for, so that they have what it had
     * @throws RedisException if it does not tell: it is no primary, or its counter holds no number, or it is away
     */
    Confirmed<Holding> holding(Endpoint primary, int copies);

    /**
     * Whether a restore with this id was done there.
     *
     * @throws RedisException if it does not tell
     */
    boolean restored(Endpoint primary, String id);

    /**
     * Makes a primary count on from another number, in one step, and once for each id; answers the count before.
     *
     * @param copies how many others are waited for, so that they have it as well
     * @throws RedisException if it cannot be known whether it does
     */
    Confirmed<Long> restore(Endpoint primary, String id, Holding holding, int copies);

    /** What a Redis holds of what a sum needs; empty: it does not answer, or holds what Skep does not write. */
    Optional<ObservedShare> share(Endpoint endpoint);

    /**
     * Begins a run of a counter where none is, or where the one that was seen is closed: then it begins at 0.
     *
     * @param birth the id of the run
     * @throws RedisException if it cannot be known to be one
     */
    void admit(Endpoint primary, Optional<Run> seen, String birth);

    /**
     * Tells a group whom a sum consists of, unless it knows something newer.
     *
     * @throws RedisException if it cannot be known to know it
     */
    void list(Endpoint primary, Listed listed);

    /**
     * Makes a run of a counter, where it is the one that was seen, one in which nobody counts any more.
     *
     * @param into the address of the group whose counter takes its amount
     * @throws RedisException if it cannot be known to be
     */
    void close(Endpoint primary, Run seen, String into);

    /**
     * Adds what was counted in a closed run of another counter, once for each run.
     *
     * @param run of the one that takes it, as it was seen: another takes nothing
     * @throws RedisException if it cannot be known to have it
     */
    void take(Endpoint primary, Run run, Endpoint from, Run closed);

    /**
     * Makes a sentinel watch nothing of this name.
     *
     * @throws RedisException if it cannot be known to do so
     */
    void unwatch(Endpoint sentinel, String group);
}
