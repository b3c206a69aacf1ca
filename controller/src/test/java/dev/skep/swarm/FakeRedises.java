package dev.skep.swarm;

import dev.skep.backup.Holding;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedMember.Data;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import dev.skep.observed.ObservedMember.Role;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.ObservedSentinel.Belief;
import dev.skep.redis.Confirmed;
import dev.skep.redis.RedisException;
import dev.skep.redis.Redises;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The members and sentinels that the tasks of a {@link FakeSwarm} would be, by address: they start alone, do what they are
 * told, and forget it when their task ends; where most sentinels watch a primary that is gone, they make another the primary.
 * Telling them something fails as any call to the swarm does, looking at them never.
 */
final class FakeRedises implements Redises {
    /** What a member follows that has nobody to follow yet. */
    private static final String NOBODY = "127.0.0.1";

    private final FakeSwarm swarm;
    private final Map<String, Role> members = new TreeMap<>();
    /** By the address of a sentinel: the address that it watches. */
    private final Map<String, String> watching = new TreeMap<>();

    FakeRedises(FakeSwarm swarm) {
        this.swarm = swarm;
    }

    @Override
    public synchronized Optional<ObservedMember> member(Endpoint endpoint) {
        failOver();
        var role = members.computeIfAbsent(endpoint.address(), _ -> new Replica(NOBODY, false));
        var recalls = role.equals(new Replica(NOBODY, false)) ? Optional.of(Duration.ZERO) : Optional.<Duration>empty();
        return Optional.of(new ObservedMember(endpoint, linked(role), new Data(0, 0, 0), true, recalls));
    }

    private Role linked(Role role) {
        return role instanceof Replica replica ? new Replica(replica.of(), isPrimary(replica.of())) : role;
    }

    private boolean isPrimary(String address) {
        return members.get(address) instanceof Primary && swarm.runs(address);
    }

    @Override
    public synchronized Optional<ObservedSentinel> sentinel(Endpoint endpoint, String group) {
        failOver();
        var address = endpoint.address();
        return Optional.of(new ObservedSentinel(
                endpoint, Optional.ofNullable(watching.get(address)).map(primary -> belief(address, primary))));
    }

    private Belief belief(String sentinel, String primary) {
        var replicas = replicas(primary).collect(Collectors.toSet());
        var others = watchers(primary).filter(s -> !s.equals(sentinel)).collect(Collectors.toSet());
        return new Belief(primary, !isPrimary(primary), false, replicas, replicas, others, isEnough(others.size() + 1));
    }

    /** Of three: no test has more. */
    private static boolean isEnough(int sentinels) {
        return sentinels >= 2;
    }

    private Stream<String> replicas(String primary) {
        return members.keySet().stream()
                .filter(swarm::runs)
                .filter(m -> members.get(m) instanceof Replica replica
                        && replica.of().equals(primary));
    }

    private Stream<String> watchers(String primary) {
        return watching.keySet().stream().filter(swarm::runs).filter(s -> watching.get(s)
                .equals(primary));
    }

    private void failOver() {
        for (var primary : Set.copyOf(watching.values())) {
            if (!isPrimary(primary) && isEnough((int) watchers(primary).count())) {
                replicas(primary).findFirst().ifPresent(next -> failOver(primary, next));
            }
        }
    }

    private void failOver(String primary, String next) {
        var others = replicas(primary).toList();
        others.forEach(m -> members.put(m, new Replica(next, true)));
        members.put(next, new Primary());
        watchers(primary).toList().forEach(s -> watching.put(s, next));
    }

    @Override
    public void promote(Endpoint member) {
        tell("promote " + member.service(), () -> members.put(member.address(), new Primary()));
    }

    @Override
    public void follow(Endpoint member, String address) {
        tell(member.service() + " follows", () -> members.put(member.address(), new Replica(address, true)));
    }

    @Override
    public void monitor(Endpoint sentinel, String address, Watched group) {
        tell(sentinel.service() + " watches", () -> watching.put(sentinel.address(), address));
    }

    @Override
    public void unwatch(Endpoint sentinel, String group) {
        tell(sentinel.service() + " watches nothing", () -> watching.remove(sentinel.address()));
    }

    @Override
    public void memberTakes(String address, Map<String, List<String>> hashes) {
        tell("takes passwords", () -> {});
    }

    @Override
    public void sentinelTakes(String address, Map<String, List<String>> hashes) {
        tell("takes passwords", () -> {});
    }

    @Override
    public Confirmed<Holding> holding(Endpoint primary, int copies) {
        throw countsNothing(primary);
    }

    @Override
    public boolean restored(Endpoint primary, String id) {
        throw countsNothing(primary);
    }

    @Override
    public Confirmed<Long> restore(Endpoint primary, String id, Holding holding, int copies) {
        throw countsNothing(primary);
    }

    private static RedisException countsNothing(Endpoint member) {
        return new RedisException(member.service() + " is a role, and counts nothing", null);
    }

    private void tell(String what, Runnable effect) {
        try {
            swarm.faults().write("tell", what, () -> {
                synchronized (this) {
                    effect.run();
                }
            });
        } catch (SwarmException e) {
            throw new RedisException(what + ": " + e.getMessage(), e);
        }
    }
}
