package dev.skep.swarm;

import dev.skep.backup.Holding;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Labels;
import dev.skep.observed.Listed;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import dev.skep.redis.Confirmed;
import dev.skep.redis.Redises;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The Redis and sentinels of all manifests of a fake swarm; a shard leads by itself, and is told nothing. */
final class SimulatedRedises implements Redises {
    private final Faults faults;
    private final Map<String, SimulatedRedis> groups = new LinkedHashMap<>();
    /** Nobody is kept waiting for it: another controller may look between a call and its effect. */
    private final Map<String, ObservedShare> shares = new ConcurrentHashMap<>();

    SimulatedRedises(Faults faults) {
        this.faults = faults;
    }

    synchronized SimulatedRedis of(String manifest) {
        return groups.computeIfAbsent(manifest, _ -> new SimulatedRedis(faults));
    }

    private SimulatedRedis of(Endpoint endpoint) {
        return of(endpoint.service().replaceFirst("-(redis|sentinel)-\\d+$", ""));
    }

    /** Containers come and go. */
    synchronized void tick(Collection<FakeService> services) {
        var shared = services.stream()
                .filter(s -> label(s, Labels.GROUP).equals(Group.SHARED))
                .collect(Collectors.groupingBy(s -> label(s, Labels.NAME)));
        shared.keySet().forEach(this::of);
        groups.forEach((manifest, group) -> group.tick(shared.getOrDefault(manifest, List.of())));
    }

    private static String label(FakeService service, String label) {
        return service.spec().path("Labels").path(label).asText();
    }

    synchronized boolean healthy(FakeTask task) {
        return groups.values().stream().allMatch(g -> g.healthy(task));
    }

    @Override
    public Optional<ObservedMember> member(Endpoint endpoint) {
        return of(endpoint).member(endpoint);
    }

    @Override
    public Optional<ObservedSentinel> sentinel(Endpoint endpoint, String group) {
        return of(endpoint).sentinel(endpoint, group);
    }

    /** Each keeps what it was told, whatever becomes of its container. */
    @Override
    public Optional<ObservedShare> share(Endpoint endpoint) {
        return Optional.of(shares.getOrDefault(
                endpoint.service(), new ObservedShare(endpoint, Optional.empty(), Optional.empty(), Set.of())));
    }

    @Override
    public void admit(Endpoint primary, Optional<Run> seen, String birth) {
        SimulatedRedis.told(faults, "admit", () -> {
            var share = share(primary).orElseThrow();
            var run = share.run().orElseGet(() -> new Run(1, Run.State.OPEN, birth, ""));
            shares.put(primary.service(), new ObservedShare(primary, Optional.of(run), share.listed(), share.took()));
        });
    }

    @Override
    public void list(Endpoint primary, Listed listed) {
        SimulatedRedis.told(faults, "list", () -> {
            var share = share(primary).orElseThrow();
            shares.put(primary.service(), new ObservedShare(primary, share.run(), Optional.of(listed), share.took()));
        });
    }

    @Override
    public void promote(Endpoint member) {
        of(member).promote(member);
    }

    @Override
    public void confirmations(Endpoint member, int replicas) {
        of(member).confirmations(member, replicas);
    }

    @Override
    public void lead(Endpoint primary, String who, int copies) {
        of(primary).lead(primary, who, copies);
    }

    @Override
    public void disarm(Endpoint replica) {
        of(replica).disarm(replica);
    }

    @Override
    public void passOn(Endpoint primary, Endpoint target) {
        of(primary).passOn(primary, target);
    }

    @Override
    public void handOver(Endpoint primary, Endpoint target) {
        of(primary).handOver(primary, target);
    }

    @Override
    public void agree(Endpoint sentinel, String group, int quorum) {
        of(sentinel).agree(sentinel, group, quorum);
    }

    @Override
    public void follow(Endpoint member, String address) {
        of(member).follow(member, address);
    }

    @Override
    public void monitor(Endpoint sentinel, String address, Watched group) {
        of(sentinel).monitor(sentinel, address, group);
    }

    @Override
    public void unwatch(Endpoint sentinel, String group) {
        of(sentinel).unwatch(sentinel, group);
    }

    /** Passwords are not simulated, but that telling them may fail. */
    @Override
    public void memberTakes(String address, Map<String, List<String>> hashes) {
        SimulatedRedis.told(faults, "takes passwords", () -> {});
    }

    @Override
    public void sentinelTakes(String address, Map<String, List<String>> hashes) {
        memberTakes(address, hashes);
    }

    @Override
    public Confirmed<Holding> holding(Endpoint primary, int copies) {
        return of(primary).holding(primary, copies);
    }

    @Override
    public boolean restored(Endpoint primary, String id) {
        return of(primary).restored(primary, id);
    }

    @Override
    public Confirmed<Long> restore(Endpoint primary, String id, Holding holding, int copies) {
        return of(primary).restore(primary, id, holding, copies);
    }
}
