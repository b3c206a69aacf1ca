package dev.skep.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Edits of one manifest, and who is killed meanwhile. All follows from the seed, and nothing from what comes of it; a shorter walk
 * is the beginning of a longer one.
 *
 * @param first what is there when it begins
 */
record Walk(int seed, Wish first, List<Stretch> stretches) {
    private static final Set<String> NEWER = Set.of("redis:8", "valkey/valkey:8");
    private static final int LONGEST_REST_MILLIS = 3000;

    /** Who is killed; one of several, for which a number stands. */
    enum Victim {
        NOBODY,
        CONTROLLER,
        APP,
        REDIS,
        SENTINEL
    }

    /** What a manifest asks for. */
    record Wish(String mode, int members, int sentinels, String image, int replicas, String memory) {
        ManifestText manifest(ManifestText of) {
            var redis = "image: " + image;
            if (copies()) {
                redis += "\n    sentinel: { members: %d, sentinels: %d }".formatted(members, sentinels);
            }
            return of.mode(mode).redis(redis).replicas(replicas).memory(memory);
        }

        /** Whether no Redis is the only one that has what it counted. */
        boolean copies() {
            return mode.equals("sentinel");
        }

        Wish mode(String other) {
            return new Wish(other, members, sentinels, image, replicas, memory);
        }

        @Override
        public String toString() {
            return "%s, %s, %d tasks of %s"
                    .formatted(
                            copies() ? "%d members, %d sentinels".formatted(members, sentinels) : mode,
                            image,
                            replicas,
                            memory);
        }
    }

    /**
     * From one edit to the next.
     *
     * @param wish what the edit asks for
     * @param restarts whether a Redis may restart for it that has no copies
     * @param before how long nobody is killed
     * @param which of the victims, modulo how many there are
     * @param after how long then the next edit waits
     * @param untilReady whether it waits until this one has come to pass, too
     */
    record Stretch(
            Wish wish,
            boolean restarts,
            Duration before,
            Victim victim,
            int which,
            Duration after,
            boolean untilReady) {}

    static Walk of(int seed, int edits) {
        var random = new Random(seed);
        var newer = one(NEWER.stream().sorted().toList(), random);
        var first = new Wish("single", 3, 3, "redis:7", 1 + random.nextInt(3), "128Mi");
        var stretches = new ArrayList<Stretch>();
        var now = first;
        boolean well = true;
        boolean imageSettled = true;
        while (stretches.size() < edits) {
            var next = edited(now, newer, random);
            if (next.equals(now)) {
                continue;
            }
            imageSettled &= next.image().equals(now.image());
            var victim = victim(well, random);
            well &= victim == Victim.NOBODY || victim == Victim.CONTROLLER;
            boolean untilReady = random.nextInt(5) == 0;
            stretches.add(new Stretch(
                    next,
                    !imageSettled && !next.copies(),
                    rest(random),
                    victim,
                    random.nextInt(60),
                    rest(random),
                    untilReady));
            well |= untilReady;
            imageSettled |= untilReady;
            now = next;
        }
        return new Walk(seed, first, List.copyOf(stretches));
    }

    /** The image where that restarts no Redis without copies, and never one that cannot read what the one before wrote. */
    private static Wish edited(Wish now, String newer, Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> now.mode("single");
            case 1 -> now.mode("per-replica");
            case 2, 3 -> copies(now, random);
            case 4 -> now.copies() ? copies(now, random) : now;
            case 5 ->
                new Wish(
                        now.mode(),
                        now.members(),
                        now.sentinels(),
                        now.copies() ? newer : now.image(),
                        now.replicas(),
                        now.memory());
            case 6, 7 ->
                new Wish(now.mode(), now.members(), now.sentinels(), now.image(), 1 + random.nextInt(4), now.memory());
            default ->
                new Wish(
                        now.mode(),
                        now.members(),
                        now.sentinels(),
                        now.image(),
                        now.replicas(),
                        one(List.of("128Mi", "144Mi", "160Mi"), random));
        };
    }

    private static Wish copies(Wish now, Random random) {
        return new Wish(
                "sentinel",
                3 + 2 * random.nextInt(2),
                3 + 2 * random.nextInt(2),
                now.image(),
                now.replicas(),
                now.memory());
    }

    /** One fault at a time: until all is well again nobody but the controller. */
    private static Victim victim(boolean well, Random random) {
        var victim = one(
                List.of(
                        Victim.NOBODY,
                        Victim.NOBODY,
                        Victim.CONTROLLER,
                        Victim.CONTROLLER,
                        Victim.APP,
                        Victim.REDIS,
                        Victim.REDIS,
                        Victim.SENTINEL),
                random);
        return well || victim == Victim.CONTROLLER ? victim : Victim.NOBODY;
    }

    private static Duration rest(Random random) {
        return Duration.ofMillis(random.nextInt(LONGEST_REST_MILLIS));
    }

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
