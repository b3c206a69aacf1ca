package dev.skep.swarm;

import dev.skep.backup.Holding;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Labels;
import dev.skep.observed.Listed;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedMember.Data;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Role;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import dev.skep.redis.Confirmed;
import dev.skep.redis.RedisException;
import dev.skep.redis.Redises;
import dev.skep.swarm.SimulatedRedis.SharedChange;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The Redis and sentinels of all manifests of a fake swarm; a shard leads by itself. */
final class SimulatedRedises implements Redises {
    private final Faults faults;
    private final Map<String, SimulatedRedis> groups = new LinkedHashMap<>();
    /** Nobody is kept waiting for it: another controller may look between a call and its effect. */
    private final Map<String, ObservedShare> shares = new ConcurrentHashMap<>();

    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final Set<String> deaf = ConcurrentHashMap.newKeySet();

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
        return shares.containsKey(endpoint.service())
                ? Optional.of(member(endpoint, new Primary(), new Data(0, counted(endpoint.service()), 0)))
                : of(endpoint).member(endpoint).map(m -> saves(endpoint) ? m : member(endpoint, m.role(), m.data()));
    }

    /** Of which only that is of interest, and whether it can write to its disk. */
    private ObservedMember member(Endpoint endpoint, Role role, Data data) {
        var nobody = Optional.<String>empty();
        return new ObservedMember(
                endpoint, role, data, saves(endpoint), nobody, false, Optional.empty(), false, nobody);
    }

    private boolean saves(Endpoint endpoint) {
        return !deaf.contains(endpoint.service());
    }

    @Override
    public Optional<ObservedSentinel> sentinel(Endpoint endpoint, String group) {
        return of(endpoint).sentinel(endpoint, group);
    }

    /** Each shard keeps what it was told, whatever becomes of its container. */
    @Override
    public Optional<ObservedShare> share(Endpoint endpoint) {
        return shared(endpoint)
                ? of(endpoint).share(endpoint)
                : Optional.of(shares.getOrDefault(
                        endpoint.service(), new ObservedShare(endpoint, Optional.empty(), Optional.empty(), Set.of())));
    }

    private static boolean shared(Endpoint endpoint) {
        return !endpoint.service().contains("-shard-");
    }

    @Override
    public void admit(Endpoint primary, Optional<Run> seen, String birth) {
        change("admit", primary, share -> {
            if (share.run().isEmpty()) {
                return new SharedChange(with(share, new Run(1, Run.State.OPEN, birth, "")), 0);
            }
            var run = share.run().get();
            if (!share.run().equals(seen) || run.state() == Run.State.OPEN) {
                return new SharedChange(share, 0);
            }
            return new SharedChange(
                    with(share, new Run(run.number() + 1, Run.State.OPEN, birth, "")), -counted(primary.service()));
        });
    }

    @Override
    public void list(Endpoint primary, Listed listed) {
        change("list", primary, share -> {
            var newer = share.listed().filter(l -> l.number() >= listed.number());
            return new SharedChange(
                    newer.isPresent()
                            ? share
                            : new ObservedShare(share.endpoint(), share.run(), Optional.of(listed), share.took()),
                    0);
        });
    }

    @Override
    public void close(Endpoint primary, Run seen, String into) {
        change(
                "close",
                primary,
                share -> new SharedChange(
                        share.run().equals(Optional.of(seen))
                                ? with(share, new Run(seen.number() + 1, Run.State.CLOSED, seen.birth(), into))
                                : share,
                        0));
    }

    @Override
    public void take(Endpoint primary, Run run, Endpoint from, Run closed) {
        var other = share(from).orElseThrow();
        if (!other.run().equals(Optional.of(closed))) {
            throw new RedisException(from.service() + ": it is not the run that was closed", null);
        }
        change("take", primary, share -> {
            if (share.took().contains(closed.birth())) {
                return new SharedChange(share, 0);
            }
            if (!share.run().equals(Optional.of(run))) {
                throw new RedisException(primary.service() + ": it is not the run that was to take", null);
            }
            var took = new HashSet<>(share.took());
            took.add(closed.birth());
            took.addAll(other.took());
            return new SharedChange(
                    new ObservedShare(share.endpoint(), share.run(), share.listed(), Set.copyOf(took)),
                    counted(from.service()));
        });
    }

    private static ObservedShare with(ObservedShare share, Run run) {
        return new ObservedShare(share.endpoint(), Optional.of(run), share.listed(), share.took());
    }

    private void change(String what, Endpoint at, Function<ObservedShare, SharedChange> change) {
        if (deaf.contains(at.service())) {
            throw new RedisException(at.service() + ": MISCONF it cannot write to its disk", null);
        }
        if (shared(at)) {
            of(at).share(what, at, change);
            return;
        }
        SimulatedRedis.told(faults, what, () -> {
            var changed = change.apply(share(at).orElseThrow());
            shares.put(at.service(), changed.share());
            counts.merge(at.service(), changed.more(), Long::sum);
        });
    }

    /** An app task counts in a shard; whether it may. */
    boolean count(String shard) {
        var closed = Optional.ofNullable(shares.get(shard))
                .flatMap(ObservedShare::run)
                .filter(r -> r.state() == Run.State.CLOSED)
                .isPresent();
        if (!closed) {
            counts.merge(shard, 1L, Long::sum);
        }
        return !closed;
    }

    long counted(String service) {
        return service.contains("-shard-")
                ? counts.getOrDefault(service, 0L)
                : of(new Endpoint(service, "", "")).counted(service);
    }

    /** It answers, and takes no writes, for it cannot write to its disk. */
    void refuse(String service) {
        deaf.add(service);
    }

    /** Its disk takes all again. */
    void accept(String service) {
        deaf.remove(service);
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
        return !shared(primary)
                ? new Confirmed<>(new Holding(counted(primary.service()), Map.of()), copies)
                : of(primary).holding(primary, copies);
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
