package dev.skep.redis;

import dev.skep.backup.Holding;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Listed;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedMember.Data;
import dev.skep.observed.ObservedMember.Role;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.ObservedSentinel.Belief;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Redis without Redis: what each was told to take, last; and members and sentinels that answer as they were said to, and
 * only note what they are told. Who was not spoken of does not answer.
 */
public final class Visited implements Redises {
    private static final Optional<String> LEAD = Optional.of(ObservedMember.SENTINELS);

    private final Map<String, Map<String, List<String>>> takes = new TreeMap<>();
    private final List<String> away = new ArrayList<>();
    private final Map<String, Role> roles = new ConcurrentHashMap<>();
    private final Map<String, String> watchers = new ConcurrentHashMap<>();
    private final Set<String> stuck = ConcurrentHashMap.newKeySet();
    private final Map<String, Holding> holdings = new ConcurrentHashMap<>();
    private volatile int confirms = Integer.MAX_VALUE;
    private volatile Runnable whileRead = () -> {};
    private volatile Runnable passedOn = () -> {
        throw new AssertionError("nobody is there");
    };
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    /** These services answer, but not when they are to restore. */
    public Set<String> stuck() {
        return stuck;
    }

    /** Something else happens while a count is read. */
    public void whileRead(Runnable happens) {
        whileRead = happens;
    }

    /** So many copies confirm what a primary says, of those that are asked to; all do if nothing is said. */
    public void confirms(int copies) {
        confirms = copies;
    }

    /** What counts, by service: each takes what it is told. */
    public Map<String, Holding> holdings() {
        return holdings;
    }

    @Override
    public Confirmed<Holding> holding(Endpoint primary, int copies) {
        whileRead.run();
        return confirmed(held(primary), copies);
    }

    @Override
    public boolean restored(Endpoint primary, String id) {
        return held(primary).writers().containsKey(id);
    }

    @Override
    public Confirmed<Long> restore(Endpoint primary, String id, Holding holding, int copies) {
        if (stuck.contains(primary.service())) {
            throw new RedisException(primary.service() + ": no answer in time", null);
        }
        var before = held(primary);
        var done = before.writers().get(id);
        if (done != null) {
            return confirmed(Long.parseLong(done.substring("1:".length())), copies);
        }
        var writers = new TreeMap<>(before.writers());
        writers.putAll(holding.writers());
        writers.put(id, "1:" + before.count());
        holdings.put(primary.service(), new Holding(holding.count(), writers));
        told.add("restore " + primary.service());
        return confirmed(before.count(), copies);
    }

    private <T> Confirmed<T> confirmed(T answer, int copies) {
        return new Confirmed<>(answer, Math.min(copies, confirms));
    }

    private Holding held(Endpoint primary) {
        return Optional.ofNullable(holdings.get(primary.service()))
                .orElseThrow(() -> new RedisException(primary.service() + ": it does not answer", null));
    }

    /** By address. */
    public Map<String, Map<String, List<String>>> takes() {
        return takes;
    }

    /** Nobody answers at these addresses. */
    public List<String> away() {
        return away;
    }

    /** A member answers, and is this. */
    public void is(String service, Role role) {
        roles.put(service, role);
    }

    /** A sentinel answers, and watches this address. */
    public void watches(String service, String address) {
        watchers.put(service, address);
    }

    /** Who was told what, but for passwords. */
    public List<String> told() {
        return told;
    }

    @Override
    public void memberTakes(String address, Map<String, List<String>> hashes) {
        if (away.contains(address)) {
            throw new RedisException(address + ": it does not answer", null);
        }
        takes.put(address, Map.copyOf(hashes));
    }

    @Override
    public void sentinelTakes(String address, Map<String, List<String>> hashes) {
        memberTakes(address, hashes);
    }

    @Override
    public Optional<ObservedMember> member(Endpoint endpoint) {
        return Optional.ofNullable(roles.get(endpoint.service()))
                .map(role -> new ObservedMember(
                        endpoint, role, new Data(0, 0, 0), true, LEAD, true, Optional.empty(), false, LEAD));
    }

    @Override
    public Optional<ObservedSentinel> sentinel(Endpoint endpoint, String group) {
        return Optional.ofNullable(watchers.get(endpoint.service()))
                .map(a -> new Belief(a, false, false, Set.of(), Set.of(), Set.of(), true, 2))
                .map(belief -> new ObservedSentinel(endpoint, Optional.of(belief)));
    }

    @Override
    public Optional<ObservedShare> share(Endpoint endpoint) {
        return Optional.empty();
    }

    @Override
    public void admit(Endpoint primary, Optional<Run> seen, String birth) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void list(Endpoint primary, Listed listed) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void close(Endpoint primary, Run seen, String into) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void take(Endpoint primary, Run run, Endpoint from, Run closed) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void promote(Endpoint member) {
        told.add("promote " + member.service());
    }

    @Override
    public void follow(Endpoint member, String address) {
        if (away.contains(member.reach())) {
            throw new RedisException(member.service() + ": it is cut off", null);
        }
        told.add(member.service() + " follows " + address);
    }

    @Override
    public void monitor(Endpoint sentinel, String address, Watched group) {
        var elects = group.quorum() == Watched.NEVER ? ", and elects nobody" : "";
        tell(sentinel, "watches " + address + elects);
    }

    @Override
    public void unwatch(Endpoint sentinel, String group) {
        tell(sentinel, "watches nothing");
    }

    private void tell(Endpoint sentinel, String what) {
        if (away.contains(sentinel.reach())) {
            throw new RedisException(sentinel.service() + ": it is cut off", null);
        }
        told.add(sentinel.service() + " " + what);
    }

    @Override
    public void confirmations(Endpoint member, int replicas) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void lead(Endpoint primary, String who, int copies) {
        told.add(primary.service() + " is told that " + who + " leads");
    }

    @Override
    public void disarm(Endpoint replica) {
        throw new AssertionError("nobody is there");
    }

    /** What comes of it where a count is passed on. */
    void passedOn(Runnable then) {
        passedOn = then;
    }

    @Override
    public void passOn(Endpoint primary, Endpoint target) {
        passedOn.run();
    }

    @Override
    public void handOver(Endpoint primary, Endpoint target) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void agree(Endpoint sentinel, String group, int quorum) {
        tell(sentinel, "wants " + quorum);
    }
}
