package dev.skep.plan;

import dev.skep.observed.Listed;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What shards say of the runs of their counters: which they are, whose amount is where, and whom they have on their lists.
 *
 * @param shards the service of each, by its address
 * @param answered of those that answer, by their service
 */
record Runs(SortedMap<String, String> shards, SortedMap<String, ObservedShare> answered) {
    /** Whether all answer. */
    boolean whole() {
        return answered.keySet().containsAll(shards.values());
    }

    /** The services of those that do not answer. */
    List<String> silent() {
        return shards.values().stream().filter(s -> !answered.containsKey(s)).toList();
    }

    /** What it says whose address this is. */
    Optional<ObservedShare> at(String address) {
        return Optional.ofNullable(shards.get(address)).map(service -> answered.get(service));
    }

    /** Whether its amount is in another's counter. */
    boolean taken(Run run) {
        return taken(run.birth());
    }

    private boolean taken(String birth) {
        return answered.values().stream().anyMatch(s -> s.took().contains(birth));
    }

    /** The address of whose counter has its amount. */
    Optional<String> takenBy(Run run) {
        return shards.keySet().stream()
                .filter(a -> at(a).filter(s -> s.took().contains(run.birth())).isPresent())
                .findFirst();
    }

    /** Whether one that answers has it on its list. */
    boolean listed(Run run) {
        return answered.values().stream().flatMap(s -> s.listed().stream()).anyMatch(l -> l.births()
                .containsValue(run.birth()));
    }

    /** The newest of the lists. */
    Optional<Listed> newest() {
        return answered.values().stream()
                .flatMap(s -> s.listed().stream())
                .max(Comparator.comparingLong(Listed::number));
    }

    /** Which run this is: of one that does not answer, as the others have it. */
    Optional<String> birth(String address) {
        return at(address).flatMap(ObservedShare::run).map(Run::birth).or(() -> newest().map(
                        l -> l.births().get(address)));
    }

    /**
     * Whom a sum consists of: all but those that leave and whose amount is in another's counter.
     *
     * @param leave the services of those that nobody is to count in any more
     */
    SortedMap<String, String> births(Set<String> leave) {
        var births = new TreeMap<String, String>();
        shards.forEach((address, service) -> birth(address)
                .filter(b -> !leave.contains(service) || !taken(b))
                .ifPresent(b -> births.put(address, b)));
        return births;
    }
}
