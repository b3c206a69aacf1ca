package dev.skep.redis;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Redis without Redis: what each was told to take, last; nobody is asked or told anything else. */
public final class Visited implements Redises {
    private final Map<String, Map<String, List<String>>> takes = new TreeMap<>();
    private final List<String> away = new ArrayList<>();

    /** By address. */
    public Map<String, Map<String, List<String>>> takes() {
        return takes;
    }

    /** Nobody answers at these addresses. */
    public List<String> away() {
        return away;
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
        return Optional.empty();
    }

    @Override
    public Optional<ObservedSentinel> sentinel(Endpoint endpoint, String group) {
        return Optional.empty();
    }

    @Override
    public void promote(Endpoint member) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void follow(Endpoint member, String address) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void monitor(Endpoint sentinel, String address, Watched group) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void unwatch(Endpoint sentinel, String group) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void confirmations(Endpoint member, int replicas) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void lead(Endpoint primary, String who, int copies) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void handOver(Endpoint primary, Endpoint target) {
        throw new AssertionError("nobody is there");
    }

    @Override
    public void agree(Endpoint sentinel, String group, int quorum) {
        throw new AssertionError("nobody is there");
    }
}
