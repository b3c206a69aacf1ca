package dev.skep.plan;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedMember.Data;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import dev.skep.observed.ObservedMember.Role;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.ObservedSentinel.Belief;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** How a group of three members and three sentinels says it is; healthy until a test says otherwise. Member 1 is "m1". */
final class GroupView {
    static final Watched WANTED =
            new Watched("incr-redis", List.of("m1", "m2", "m3"), List.of("s1", "s2", "s3"), 2, Duration.ofSeconds(1));

    private static final Optional<String> LEAD = Optional.of(ObservedMember.SENTINELS);

    private final Map<String, ObservedMember> members = new LinkedHashMap<>();
    private final Map<String, ObservedSentinel> sentinels = new LinkedHashMap<>();
    private final List<String> outdated = new ArrayList<>();

    static GroupView healthy() {
        var view = new GroupView();
        view.member("m1", new Primary()).replica("m2", "m1").replica("m3", "m1");
        for (var name : WANTED.sentinels()) {
            var others = new HashSet<>(WANTED.sentinels());
            others.remove(name);
            view.believes(
                    name, new Belief("m1", false, false, Set.of("m2", "m3"), Set.of("m2", "m3"), others, true, 2));
        }
        return view;
    }

    GroupView member(String name, Role role) {
        return member(name, role, 10);
    }

    GroupView member(String name, Role role, long batches) {
        return member(name, role, new Data(batches, 0, 0));
    }

    GroupView member(String name, Role role, Data data) {
        members.put(
                name, new ObservedMember(endpoint(name), role, data, true, LEAD, true, Optional.empty(), false, LEAD));
        return this;
    }

    GroupView replica(String name, String of) {
        return member(name, new Replica(of, true));
    }

    /** One that started on an empty disk: it follows nobody, and its data say nothing of who leads. */
    static ObservedMember empty(Endpoint endpoint) {
        return new ObservedMember(
                endpoint,
                new Replica("127.0.0.1", false),
                new Data(0, 0, 0),
                true,
                Optional.empty(),
                true,
                Optional.empty(),
                false,
                Optional.empty());
    }

    /** Follows nobody, as after a start. */
    GroupView lonely(String name, long batches) {
        return lonely(name, batches, Duration.ofSeconds(1));
    }

    /** Started so long ago, and follows nobody yet. */
    GroupView lonely(String name, long batches, Duration since) {
        var member = new ObservedMember(
                endpoint(name),
                new Replica("127.0.0.1", false),
                new Data(batches, 0, 0),
                true,
                LEAD,
                true,
                Optional.of(since),
                false,
                LEAD);
        members.put(name, member);
        return this;
    }

    GroupView cannotWrite(String name) {
        var old = members.get(name);
        members.put(
                name,
                new ObservedMember(
                        old.endpoint(),
                        old.role(),
                        old.data(),
                        false,
                        old.lead(),
                        true,
                        old.recalls(),
                        false,
                        old.saved()));
        return this;
    }

    /** Runs what was wanted before. */
    GroupView outdated(String name) {
        outdated.add(name);
        return this;
    }

    /** A replica lacks so many bytes of what the primary wrote. */
    GroupView lags(String name, long bytes) {
        var old = members.get(name);
        members.replaceAll((_, m) -> at(m, bytes));
        members.put(name, at(old, 0));
        return this;
    }

    private static ObservedMember at(ObservedMember member, long offset) {
        var data = new Data(member.data().batches(), member.data().count(), offset);
        return new ObservedMember(
                member.endpoint(),
                member.role(),
                data,
                member.persists(),
                member.lead(),
                member.fenced(),
                member.recalls(),
                member.rewrites(),
                member.saved());
    }

    /** Its data say that this one leads by itself; nothing: they say nothing of it. */
    GroupView lead(String name, String who) {
        var lead = Optional.of(who).filter(w -> !w.isEmpty());
        change(name, m -> copy(m, lead, m.fenced(), m.rewrites(), lead));
        return this;
    }

    /** Who leads is among its data, and was not on its disk when it was last asked. */
    GroupView unsaved(String name) {
        return saved(name, "");
    }

    /** On its disk stood that this one leads by itself when that was last made sure of, whatever its data say. */
    GroupView saved(String name, String who) {
        change(
                name,
                m -> copy(
                        m, m.lead(), m.fenced(), m.rewrites(), Optional.of(who).filter(w -> !w.isEmpty())));
        return this;
    }

    private void change(String name, UnaryOperator<ObservedMember> change) {
        members.computeIfPresent(name, (_, m) -> change.apply(m));
    }

    private static ObservedMember copy(
            ObservedMember m, Optional<String> lead, boolean fenced, boolean rewrites, Optional<String> saved) {
        return new ObservedMember(
                m.endpoint(), m.role(), m.data(), m.persists(), lead, fenced, m.recalls(), rewrites, saved);
    }

    /** The data of all say so. */
    GroupView allLead(String who) {
        List.copyOf(members.keySet()).forEach(m -> lead(m, who));
        return this;
    }

    /** It takes writes without a copy. */
    GroupView countsAlone(String name) {
        change(name, m -> copy(m, m.lead(), false, m.rewrites(), m.saved()));
        return this;
    }

    /** It writes its append-only file anew. */
    GroupView rewrites(String name) {
        change(name, m -> copy(m, m.lead(), m.fenced(), true, m.saved()));
        return this;
    }

    /** No sentinel may elect. */
    GroupView electNobody() {
        return allBelieve(b -> new Belief(
                b.primary(),
                b.down(),
                b.failingOver(),
                b.replicas(),
                b.replicasUp(),
                b.sentinels(),
                b.quorate(),
                Watched.NEVER));
    }

    GroupView silent(String name) {
        members.remove(name);
        sentinels.remove(name);
        return this;
    }

    GroupView watchesNothing(String... names) {
        for (var name : names) {
            sentinels.put(name, new ObservedSentinel(endpoint(name), Optional.empty()));
        }
        return this;
    }

    GroupView believes(String name, Belief belief) {
        sentinels.put(name, new ObservedSentinel(endpoint(name), Optional.of(belief)));
        return this;
    }

    /** Every sentinel believes otherwise. */
    GroupView allBelieve(UnaryOperator<Belief> change) {
        sentinels.replaceAll(
                (name, s) -> new ObservedSentinel(s.endpoint(), s.watches().map(change)));
        return this;
    }

    ObservedGroup observed() {
        return new ObservedGroup(List.copyOf(members.values()), List.copyOf(sentinels.values()), List.copyOf(outdated));
    }

    List<String> steps() {
        return Healer.heal(WANTED, observed()).stream().map(HealStep::what).toList();
    }

    List<Health> failing() {
        return Health.failing(WANTED, observed());
    }

    /** Its address is its name. */
    private static Endpoint endpoint(String name) {
        return new Endpoint(name, name, name);
    }
}
