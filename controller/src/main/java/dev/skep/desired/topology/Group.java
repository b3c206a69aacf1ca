package dev.skep.desired.topology;

import java.util.List;

/**
 * One counter: its members, of which one is primary.
 *
 * @param manifest whose it is
 * @param name {@code redis}, or {@code shard-3}
 * @param numbers of its members
 */
public record Group(String manifest, String name, List<Integer> numbers) {
    /** The name of the one group that all app tasks share. */
    public static final String SHARED = "redis";

    private static final String SHARD = "shard-";
    private static final int PORT = 6379;

    /** The one group of a manifest whose app tasks share a counter. */
    public static Group shared(String manifest, List<Integer> numbers) {
        return new Group(manifest, SHARED, List.copyOf(numbers));
    }

    /** The group of the app task in this slot, from 1. */
    static Group shard(String manifest, int slot, List<Integer> numbers) {
        return new Group(manifest, SHARD + slot, List.copyOf(numbers));
    }

    /** The slot of a shard, by the name of its group. */
    public static int slot(String shard) {
        return Integer.parseInt(shard.substring(SHARD.length()));
    }

    /** The alias of a shard whose slot is known only to the task: a template of Swarm's stands for it. */
    public static String shardOfSlot(String manifest, String template) {
        return manifest + "-" + SHARD + template;
    }

    /** The address of the group, which never changes: a network alias that all its members carry. */
    public String alias() {
        return manifest + "-" + name;
    }

    /** Whether a service of this group is a shard's, by the name of its group. */
    public static boolean shard(String group) {
        return group.startsWith(SHARD);
    }

    /** Where a group answers, by its alias. */
    public static String address(String alias) {
        return alias + ":" + PORT;
    }

    /** Whether all app tasks share it; else it is the shard of one. */
    public boolean shared() {
        return name.equals(SHARED);
    }

    public List<Member> members() {
        return numbers.stream().map(n -> new Member(this, n)).toList();
    }

    /**
     * The network of all Redis and sentinels of a manifest, and of its app: nothing else is on it, and no node reaches it. No
     * manifest, and so no other network, can be named so.
     */
    public static String network(String manifest) {
        return manifest + "_redis";
    }

    /** The name by which the sentinels watch its primary. */
    public String primaryName() {
        return alias();
    }
}
