package dev.skep.desired;

import dev.skep.desired.topology.Data;
import dev.skep.desired.topology.Numbers;
import dev.skep.desired.topology.Watched;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.Topology;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Observed;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a count that sentinels watch has beyond what its manifest asks for, until all of that has gone; and what its app knows of as
 * long (docs/decisions/0030). All that there are the app must know of, or it would take for safe what some of them have.
 *
 * @param members how many copies there are to be, with those that go
 * @param sentinels the numbers of the sentinels that go
 * @param replicas of how many replicas the app was told
 * @param named of how many sentinels the app was told
 */
public record Beyond(int members, List<Integer> sentinels, int replicas, int named) {
    /** Nothing is there that is not asked for. */
    public static final Beyond NOTHING = new Beyond(0, List.of(), 0, 0);

    public Beyond {
        sentinels = List.copyOf(sentinels);
    }

    /**
     * As a swarm shows it.
     *
     * @param numbers of the members of the count
     */
    public static Beyond of(Manifest manifest, Numbers numbers, Observed observed) {
        return switch (manifest.spec().redis().topology()) {
            case Topology.Single() -> NOTHING;
            case Topology.PerReplica() -> NOTHING;
            case Topology.Sentinel asked -> of(manifest, asked, numbers, observed);
        };
    }

    private static Beyond of(Manifest manifest, Topology.Sentinel asked, Numbers numbers, Observed observed) {
        // The labels of nodes, from which the number is read, anybody may write.
        int members = Math.max(asked.members(), Math.min(Topology.MOST_MEMBERS, numbers.stay()));
        var possible = Sentinels.possible(manifest);
        var sentinels = IntStream.rangeClosed(asked.sentinels() + 1, possible.size())
                .filter(n -> observed.service(possible.get(n - 1)).isPresent())
                .boxed()
                .toList();
        var beyond = new Beyond(members, sentinels, replicas(manifest, observed), named(manifest, observed));
        return members > asked.members()
                        || !sentinels.isEmpty()
                        || Data.retiring(manifest.name(), observed)
                        || (beyond.toldMoreThan(asked) && lingers(manifest, asked, observed))
                ? beyond
                : NOTHING;
    }

    private boolean toldMoreThan(Topology.Sentinel asked) {
        return replicas >= asked.members() || named > asked.sentinels();
    }

    /** Where all services have gone that are too many, a container of one may copy on for a while, and confirm. */
    private static boolean lingers(Manifest manifest, Topology.Sentinel asked, Observed observed) {
        return GroupReport.of(manifest.name(), observed)
                .filter(r -> r.hasMoreThan(asked.members(), asked.sentinels()))
                .isPresent();
    }

    /** What somebody else may have written there counts only where it can be. */
    private static int replicas(Manifest manifest, Observed observed) {
        return told(Watched.REPLICAS, manifest, observed)
                .filter(text -> text.matches("\\d"))
                .mapToInt(Integer::parseInt)
                .map(n -> Math.min(n, Topology.MOST_MEMBERS - 1))
                .findFirst()
                .orElse(0);
    }

    private static int named(Manifest manifest, Observed observed) {
        return told(RedisParts.SENTINELS, manifest, observed)
                .mapToInt(text -> text.split(",", -1).length)
                .map(n -> Math.min(n, Topology.MOST_SENTINELS))
                .findFirst()
                .orElse(0);
    }

    private static Stream<String> told(String variable, Manifest manifest, Observed observed) {
        return observed.servicesOf(manifest.name(), "app")
                .flatMap(s -> Json.environment(s.spec()))
                .filter(e -> e.startsWith(variable + "="))
                .map(e -> e.substring(variable.length() + 1));
    }
}
