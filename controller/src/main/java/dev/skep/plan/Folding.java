package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Group;
import dev.skep.observed.Labels;
import dev.skep.observed.Listed;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import dev.skep.plan.Stage.Allowed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What comes next so that a sum has in it each count of a manifest that has several (docs/decisions/0028). Whom it consists
 * of stands in each group: nobody counts in a new one before all that answer know of it.
 */
public final class Folding {
    private static final Allowed[] BUT_MORE_TASKS = {Allowed.CHANGE_MODE, Allowed.RETIRE, Allowed.RESTART};

    /** The service of each shard, by its address. */
    private final Map<String, String> shards;

    private final Map<String, ObservedShare> answered;

    private Folding(Map<String, String> shards, List<ObservedShare> shares) {
        this.shards = shards;
        this.answered =
                new TreeMap<>(shares.stream().collect(Collectors.toMap(ObservedShare::service, Function.identity())));
    }

    /** The services of the shards that are wanted. */
    public static List<String> shards(Desired desired) {
        return List.copyOf(byAddress(desired).values());
    }

    /** Whether all is as it should be, and all answer: then nothing of it changes before one of them starts anew. */
    public static boolean settled(Desired desired, List<ObservedShare> shares) {
        return shares.size() == shards(desired).size()
                && of(desired, Optional.of(shares)).equals(Stage.calm(List.of()));
    }

    /** Whether more of the app is to count than do, or it is to be made. */
    public static boolean adds(Desired desired, Observed observed) {
        return desired.services().stream()
                .filter(s -> s.component().equals("app"))
                .anyMatch(s -> observed.service(s.name())
                        .filter(there -> observed.wanted(there) >= observed.wanted(s.spec()))
                        .isEmpty());
    }

    /**
     * Where none was asked nothing is known to be wrong: whoever does what is planned asks first.
     *
     * @param shares those that answered, where they were asked
     */
    static Stage of(Desired desired, Optional<List<ObservedShare>> shares) {
        var shards = byAddress(desired);
        return shares.filter(_ -> !shards.isEmpty())
                .map(s -> new Folding(shards, s).stage())
                .orElseGet(() -> Stage.calm(List.of()));
    }

    private static Map<String, String> byAddress(Desired desired) {
        return desired.services().stream()
                .filter(s -> s.component().equals("redis"))
                .filter(s -> Group.shard(group(s)))
                .collect(Collectors.toMap(
                        s -> Group.address(desired.name() + "-" + group(s)),
                        DesiredService::name,
                        (one, _) -> one,
                        TreeMap::new));
    }

    private static String group(DesiredService service) {
        return service.spec().path("Labels").path(Labels.GROUP).asText();
    }

    private Stage stage() {
        if (answered.isEmpty()) {
            return new Stage(List.of(), Optional.empty(), Set.of(BUT_MORE_TASKS));
        }
        var admit = answered.values().stream()
                .filter(s -> s.run().isEmpty())
                .<HealStep>map(s -> new HealStep.Admit(s.endpoint(), s.run(), "it counts, and nobody could say it yet"))
                .toList();
        if (!admit.isEmpty()) {
            return Stage.doing(admit, "each shard has to be told apart before a sum is told", BUT_MORE_TASKS);
        }
        var known = known();
        var unknown =
                shards.keySet().stream().filter(a -> !known.containsKey(a)).toList();
        var wait = "every shard has to know whom a sum consists of";
        if (!unknown.isEmpty() && newest().isEmpty()) {
            return Stage.waiting(wait + "; these do not answer: " + services(unknown), BUT_MORE_TASKS);
        }
        var list = list(known);
        if (!list.isEmpty()) {
            return Stage.doing(list, wait, BUT_MORE_TASKS);
        }
        return unknown.isEmpty()
                ? Stage.calm(List.of())
                : Stage.waiting(wait + "; these do not answer yet: " + services(unknown), BUT_MORE_TASKS);
    }

    private String services(List<String> addresses) {
        return addresses.stream().map(shards::get).collect(Collectors.joining(", "));
    }

    /** Which run each is: of one that does not answer, as the others have it. */
    private SortedMap<String, String> known() {
        var births = new TreeMap<String, String>();
        shards.forEach((address, service) -> Optional.ofNullable(answered.get(service))
                .flatMap(ObservedShare::run)
                .map(Run::birth)
                .or(() -> newest().map(l -> l.births().get(address)))
                .ifPresent(birth -> births.put(address, birth)));
        return births;
    }

    private Optional<Listed> newest() {
        return answered.values().stream()
                .flatMap(s -> s.listed().stream())
                .max(Comparator.comparingLong(Listed::number));
    }

    private List<HealStep> list(SortedMap<String, String> births) {
        var next = new Listed(newest().map(l -> l.number() + 1).orElse(1L), births);
        var steps = new ArrayList<HealStep>();
        answered.values().stream()
                .filter(s -> s.listed().filter(l -> l.births().equals(births)).isEmpty())
                .forEach(s -> steps.add(new HealStep.ListGroups(s.endpoint(), next, "it does not know it")));
        return steps;
    }
}
