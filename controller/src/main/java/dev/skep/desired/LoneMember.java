package dev.skep.desired;

import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Numbers;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedService;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which member is to hold a count that one Redis keeps alone (docs/decisions/0033). One that runs and is to be another is not
 * restarted: the next number is made beside it as it is to be, and takes the count over.
 *
 * @param numbers of the members that there are
 * @param made what the manifest asks for, where its members have these numbers
 */
public record LoneMember(Numbers numbers, Observed observed, Function<Numbers, Desired> made) {
    /** What the manifest asks for of that member; where it asks for several, of all that there are. */
    public Desired desired() {
        var lowest = made.apply(numbers);
        return numbers.live().isEmpty() || !alone(lowest) ? lowest : choose(lowest);
    }

    /** Where sentinels watch, or shards are left, the mode changes first, and all that takes part in that stays as it is. */
    private boolean alone(Desired desired) {
        return desired.kept().filter(k -> k instanceof Alone).isPresent()
                && !desired.crossing()
                && observed.servicesOf(desired.name(), "sentinel").findAny().isEmpty();
    }

    private Desired choose(Desired lowest) {
        var each = numbers.live().stream()
                .map(n -> n.equals(numbers.live().getFirst()) ? lowest : made.apply(numbers.only(n)))
                .toList();
        // What somebody removed comes back: nobody else would read what is in its volume.
        var removed = each.stream().filter(d -> there(d).isEmpty()).findFirst();
        if (removed.isPresent()) {
            return removed.get();
        }
        var asWanted = each.stream().filter(this::isAsWanted).toList();
        if (!asWanted.isEmpty()) {
            return asWanted.stream().filter(this::leads).findFirst().orElse(asWanted.getFirst());
        }
        // Where nobody runs whom the next could copy, it is changed in its place.
        return each.stream().anyMatch(this::canBeCopied) ? made.apply(numbers.next()) : lowest;
    }

    private static String member(Desired desired) {
        return desired.kept().map(Kept::members).map(List::getFirst).orElseThrow();
    }

    private Optional<ObservedService> there(Desired desired) {
        return observed.service(member(desired));
    }

    private boolean isAsWanted(Desired desired) {
        var wanted = desired.service(member(desired)).orElseThrow().templateHash();
        return there(desired).filter(s -> s.templateHash().equals(wanted)).isPresent();
    }

    /** Of several, of which it is known only where Redis was asked. */
    private boolean leads(Desired desired) {
        return observed.group(desired.name())
                .flatMap(g -> g.primary())
                .map(ObservedMember::service)
                .filter(member(desired)::equals)
                .isPresent();
    }

    /** It runs, lets others copy it, and would not lead again once another does. */
    private boolean canBeCopied(Desired desired) {
        return there(desired)
                .filter(s -> !observed.staying(s).isEmpty())
                .filter(Redis::startsByItsData)
                .filter(s -> desired.isOfItsKey(s, observed))
                .isPresent();
    }
}
