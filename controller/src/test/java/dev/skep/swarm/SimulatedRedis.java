package dev.skep.swarm;

import dev.skep.backup.Holding;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedMember.Data;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.ObservedSentinel.Belief;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import dev.skep.redis.Confirmed;
import dev.skep.redis.RedisException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The Redis and sentinels of a manifest on a fake swarm: one a task, its data in the volume of its service. What a primary has, those that
 * follow it have at once; two primaries at once are an error of whoever made them.
 */
public final class SimulatedRedis {
    private static final class Member {
        private final String service;
        private boolean primary;
        private String of = "";
        private boolean fenced = true;
        private final boolean reads;

        private Member(String service, boolean reads) {
            this.service = service;
            this.reads = reads;
        }
    }

    private record Watch(String address, int quorum) {
        boolean elects() {
            return quorum < Watched.NEVER;
        }
    }

    private final Faults faults;
    private final Map<String, SimulatedVolume> volumes = new LinkedHashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, Optional<Watch>> sentinels = new LinkedHashMap<>();
    private final Set<String> older = new HashSet<>();
    private int elections;

    SimulatedRedis(Faults faults) {
        this.faults = faults;
    }

    /** As the app counts: on the one primary, as soon as there is one; tells whether it did. */
    public synchronized boolean count() {
        var primary = primaries().stream()
                .findFirst()
                .map(members::get)
                .filter(this::takesWrites)
                .filter(m -> !closed(m.service));
        primary.ifPresent(m -> {
            volumes.compute(m.service, (_, kept) -> kept.counted());
            replicate();
        });
        return primary.isPresent();
    }

    /** What the Redis of a member has of what a sum needs. */
    synchronized Optional<ObservedShare> share(Endpoint endpoint) {
        return Optional.ofNullable(members.get(endpoint.reach()))
                .map(m -> new ObservedShare(endpoint, Optional.empty(), Optional.empty(), Set.of()))
                .map(none -> volumes.get(none.service())
                        .share()
                        .map(s -> new ObservedShare(endpoint, s.run(), s.listed(), s.took()))
                        .orElse(none));
    }

    /** Changes that, and by so much the count, in one step; told that it takes no writes, who tells it finds that. */
    void share(String what, Endpoint primary, Function<ObservedShare, SharedChange> change) {
        told(what, primary, () -> {
            var service = writable(primary).service;
            var changed = change.apply(share(primary).orElseThrow());
            volumes.computeIfPresent(service, (_, kept) -> kept.shares(changed.share(), changed.more()));
        });
    }

    /** What stands there after a change, and what is added to the count. */
    record SharedChange(ObservedShare share, long more) {}

    /** What others write a Redis of this image cannot read: it never has what it copies. */
    public synchronized void cannotCopy(String image) {
        older.add(image);
    }

    /** The services whose Redis take writes. */
    public synchronized List<String> leaders() {
        return primaries().stream().map(a -> members.get(a).service).toList();
    }

    /** The service of the primary that most sentinels name. */
    public synchronized List<String> named() {
        return agreed().map(a -> members.get(a).service).stream().toList();
    }

    /** Nobody counts in a run that is closed. */
    private boolean closed(String service) {
        return volumes.get(service)
                .share()
                .flatMap(ObservedShare::run)
                .filter(r -> r.state() == Run.State.CLOSED)
                .isPresent();
    }

    /** What a volume holds. */
    public synchronized long counted(String service) {
        return volumes.get(service).count();
    }

    /** Nothing is among the data about who leads. */
    public synchronized void forgetsWhoLeads() {
        volumes.replaceAll((_, kept) -> kept.leads(Optional.empty()).saves(Optional.empty()));
    }

    /** Who leads by itself, as a volume says. */
    public synchronized Optional<String> lead(String service) {
        return volumes.get(service).lead();
    }

    /** How often the sentinels made another the primary. */
    public synchronized int elections() {
        return elections;
    }

    /** Whether sentinels would elect another if the primary died now. */
    public synchronized boolean elect() {
        return sentinels.values().stream().anyMatch(w -> w.filter(Watch::elects).isPresent());
    }

    private List<String> primaries() {
        return members.entrySet().stream()
                .filter(e -> e.getValue().primary)
                .map(Map.Entry::getKey)
                .toList();
    }

    private long copies() {
        return members.values().stream().filter(this::linked).count();
    }

    private boolean takesWrites(Member primary) {
        return !primary.fenced || copies() > 0;
    }

    private boolean linked(Member member) {
        return !member.primary && member.reads && members.containsKey(member.of) && members.get(member.of).primary;
    }

    private void replicate() {
        if (primaries().size() > 1) {
            throw new AssertionError("two primaries: " + leaders());
        }
        members.values().stream().filter(this::linked).forEach(m -> {
            var primary = volumes.get(members.get(m.of).service);
            if (primary.batches() < volumes.get(m.service).batches()) {
                throw new AssertionError(m.service + " forgets what it knows");
            }
            volumes.put(m.service, primary);
        });
    }

    synchronized boolean healthy(FakeTask task) {
        var member = members.get(task.id());
        if (member != null) {
            return member.primary || linked(member);
        }
        return !sentinels.containsKey(task.id()) || sentinels.get(task.id()).isPresent();
    }

    /** Containers come and go. */
    synchronized void tick(Collection<FakeService> services) {
        var living = services.stream()
                .flatMap(s -> s.tasks().stream())
                .filter(FakeTask::lives)
                .map(FakeTask::id)
                .collect(Collectors.toSet());
        members.keySet().retainAll(living);
        sentinels.keySet().retainAll(living);
        fail();
        services.forEach(this::start);
        replicate();
    }

    private void start(FakeService service) {
        var labels = service.spec().path("Labels");
        var component = labels.path(Labels.COMPONENT).asText();
        if (!component.equals("redis") && !component.equals("sentinel")) {
            return;
        }
        for (var task : service.tasks().stream().filter(FakeTask::lives).toList()) {
            var network = Group.network(labels.path(Labels.NAME).asText());
            task.at(Map.of(network, task.id(), "skep-redis", task.id()));
            if (component.equals("sentinel")) {
                sentinels.putIfAbsent(task.id(), Optional.empty());
            } else if (!members.containsKey(task.id())) {
                start(task.id(), service);
            }
        }
    }

    /** As start-member.sh does. */
    private void start(String address, FakeService started) {
        var service = started.name();
        var image = started.spec().at("/TaskTemplate/ContainerSpec/Image").asText();
        var member = new Member(service, !older.contains(image.replaceFirst("@.*", "")));
        var data = volumes.computeIfAbsent(service, _ -> SimulatedVolume.NEW);
        member.of = agreed().orElse("nobody");
        if (sentinels.isEmpty() && data.lead().equals(Optional.of(service))) {
            member.primary = true;
            member.fenced = false;
        }
        members.put(address, member);
    }

    /** The primary that most of all sentinels name; those that elect nobody count where no other is there. */
    private Optional<String> agreed() {
        var watching = sentinels.values().stream().flatMap(Optional::stream).toList();
        var electing = watching.stream().filter(Watch::elects).toList();
        var names = (electing.isEmpty() ? watching : electing)
                .stream().map(Watch::address).toList();
        return names.stream()
                .filter(a -> members.containsKey(a) && members.get(a).primary)
                .filter(a -> Collections.frequency(names, a) * 2 > sentinels.size())
                .findFirst();
    }

    /** Whether so many agree that it is down, and most give one of them their vote. */
    private boolean elect(Watch watch) {
        var watching = sentinels.values().stream()
                .flatMap(Optional::stream)
                .filter(w -> w.address().equals(watch.address()))
                .count();
        return watch.elects() && watching >= watch.quorum() && watching * 2 > sentinels.size();
    }

    /** The sentinels elect another where the primary that they watch is gone. */
    private void fail() {
        var lost = sentinels.values().stream()
                .flatMap(Optional::stream)
                .filter(w -> !members.containsKey(w.address()) && elect(w))
                .findFirst();
        lost.ifPresent(w -> members.entrySet().stream()
                .filter(e -> e.getValue().of.equals(w.address()))
                .findFirst()
                .ifPresent(e -> {
                    elections++;
                    e.getValue().primary = true;
                    sentinels.replaceAll((_, v) -> v.map(x -> new Watch(e.getKey(), x.quorum())));
                    members.values().forEach(m -> m.of = e.getKey());
                }));
    }

    synchronized Optional<ObservedMember> member(Endpoint endpoint) {
        return Optional.ofNullable(members.get(endpoint.reach())).map(m -> {
            var data = volumes.get(m.service);
            return new ObservedMember(
                    endpoint,
                    m.primary ? new Primary() : new Replica(m.of, linked(m)),
                    new Data(data.batches(), data.count(), data.batches()),
                    true,
                    data.lead(),
                    m.fenced,
                    Optional.empty(),
                    false,
                    data.saved());
        });
    }

    synchronized Optional<ObservedSentinel> sentinel(Endpoint endpoint, String group) {
        return Optional.ofNullable(sentinels.get(endpoint.reach()))
                .map(w -> new ObservedSentinel(endpoint, w.map(x -> belief(endpoint, x))));
    }

    private Belief belief(Endpoint own, Watch watch) {
        Set<String> replicas = members.entrySet().stream()
                .filter(e -> e.getValue().of.equals(watch.address()) && !e.getValue().primary)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        var others =
                sentinels.keySet().stream().filter(s -> !s.equals(own.reach())).collect(Collectors.toSet());
        // One that has just started watches nothing, and is nobody's peer.
        long peers = sentinels.values().stream().filter(Optional::isPresent).count();
        var quorate = watch.quorum() <= peers && peers * 2 > sentinels.size();
        var down = !members.containsKey(watch.address());
        return new Belief(watch.address(), down, false, replicas, replicas, others, quorate, watch.quorum());
    }

    private void told(String what, Endpoint to, Runnable effect) {
        told(faults, what + " " + to.service(), () -> {
            synchronized (this) {
                effect.run();
                replicate();
            }
        });
    }

    /** Telling something fails as any call to the swarm does, looking never. */
    static void told(Faults faults, String what, Runnable effect) {
        try {
            faults.write("redis", what, effect);
        } catch (SwarmException e) {
            throw new RedisException(what + ": " + e.getMessage(), e);
        }
    }

    void promote(Endpoint member) {
        told("promote", member, () -> members.get(member.reach()).primary = true);
    }

    void confirmations(Endpoint member, int replicas) {
        told("confirm", member, () -> members.get(member.reach()).fenced = replicas > 0);
    }

    void lead(Endpoint primary, String who, int copies) {
        told("lead " + who, primary, () -> lead(primary, who));
        told("saved", primary, () -> saved(primary, who));
        told("copied", primary, () -> {
            if (copies() < copies) {
                throw new AssertionError("not every copy would know who leads");
            }
        });
    }

    private void lead(Endpoint primary, String who) {
        volumes.compute(members.get(primary.reach()).service, (_, kept) -> kept.leads(Optional.of(who)));
    }

    private void saved(Endpoint primary, String who) {
        volumes.compute(members.get(primary.reach()).service, (_, kept) -> kept.saves(Optional.of(who)));
    }

    void disarm(Endpoint replica) {
        told("nobody leads", replica, () -> {
            lead(replica, ObservedMember.HANDOVER);
            saved(replica, ObservedMember.HANDOVER);
        });
    }

    void handOver(Endpoint primary, Endpoint target) {
        told("nobody leads", primary, () -> lead(primary, ObservedMember.HANDOVER));
        told("give up", primary, () -> {
            if (!volumes.get(members.get(primary.reach()).service)
                    .lead()
                    .equals(Optional.of(ObservedMember.HANDOVER))) {
                throw new RedisException("somebody else said meanwhile who leads", null);
            }
            members.get(primary.reach()).primary = false;
            members.get(primary.reach()).of = target.address();
        });
        told("take over", target, () -> {
            members.get(target.reach()).primary = true;
            members.get(target.reach()).fenced = false;
        });
    }

    void passOn(Endpoint primary, Endpoint target) {
        told("give up", primary, () -> {
            members.get(primary.reach()).primary = false;
            members.get(primary.reach()).of = target.address();
        });
        told("take over", target, () -> members.get(target.reach()).primary = true);
    }

    /** Both are scripts that write: whoever takes no writes refuses them. */
    private Member writable(Endpoint primary) {
        return Optional.ofNullable(members.get(primary.reach()))
                .filter(m -> m.primary && takesWrites(m))
                .orElseThrow(() -> new RedisException(primary.service() + ": it takes no writes, or is gone", null));
    }

    synchronized Confirmed<Holding> holding(Endpoint primary, int copies) {
        return new Confirmed<>(volumes.get(writable(primary).service).holding(), Math.min(copies, copies()));
    }

    synchronized boolean restored(Endpoint primary, String id) {
        return volumes.get(writable(primary).service).restored().containsKey(id);
    }

    Confirmed<Long> restore(Endpoint primary, String id, Holding holding, int copies) {
        told(
                "restore",
                primary,
                () -> volumes.computeIfPresent(
                        writable(primary).service, (_, kept) -> kept.restored(id, holding.count())));
        synchronized (this) {
            return new Confirmed<>(
                    volumes.get(writable(primary).service).restored().get(id), Math.min(copies, copies()));
        }
    }

    void follow(Endpoint member, String address) {
        told("follow", member, () -> {
            members.get(member.reach()).primary = false;
            members.get(member.reach()).of = address;
        });
    }

    void monitor(Endpoint sentinel, String address, Watched group) {
        told(
                "monitor",
                sentinel,
                () -> sentinels.put(sentinel.reach(), Optional.of(new Watch(address, group.quorum()))));
    }

    void agree(Endpoint sentinel, String group, int quorum) {
        told(
                "agree",
                sentinel,
                () -> sentinels.computeIfPresent(
                        sentinel.reach(), (_, w) -> w.map(x -> new Watch(x.address(), quorum))));
    }

    void unwatch(Endpoint sentinel, String group) {
        told("unwatch", sentinel, () -> sentinels.put(sentinel.reach(), Optional.empty()));
    }
}
