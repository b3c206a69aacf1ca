package dev.skep.plan;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.Listed;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.Run;
import java.util.List;
import java.util.Optional;

/** One thing that will be said to a Redis or a Sentinel. Saying it twice is saying it once. */
public sealed interface HealStep {
    Endpoint to();

    /** Why, in a user's words. */
    String why();

    /** Makes a member the primary. */
    record Promote(Endpoint to, String why) implements HealStep {}

    /** Makes a member copy the primary; what it holds otherwise it forgets. */
    record Follow(Endpoint to, Endpoint primary, String why) implements HealStep {}

    /** Makes a sentinel watch the primary, and nothing else of that name. */
    record Monitor(Endpoint to, Endpoint primary, Watched group, String why) implements HealStep {}

    /** Makes a sentinel watch nothing of that name. */
    record Unwatch(Endpoint to, Watched group, String why) implements HealStep {}

    /** Makes a member take writes only while so many replicas do, too. */
    record Confirm(Endpoint to, int replicas, String why) implements HealStep {}

    /** Writes into the data of the primary, and of so many copies, who leads by itself. */
    record Lead(Endpoint to, String who, int copies, String why) implements HealStep {}

    /** Writes into the data of a copy alone that nobody leads by itself: it said so of itself, and another is to lead. */
    record Disarm(Endpoint to, String why) implements HealStep {}

    /** Makes a replica the primary, and its primary the replica; writes wait for some milliseconds. */
    record HandOver(Endpoint to, Endpoint target, String why) implements HealStep {}

    /**
     * Makes a replica the primary of a group whose sentinels elect nobody meanwhile, and tells these and the other copies at once:
     * until the sentinels name it no app task finds it, and until they copy it each batch waits for them in vain. Where it does not
     * come to that, the sentinels are to elect again.
     *
     * @param group as it is to be watched in the end
     * @param sentinels all of them
     * @param copies the others
     */
    record Move(
            Endpoint to, Endpoint target, Watched group, List<Endpoint> sentinels, List<Endpoint> copies, String why)
            implements HealStep {}

    /** The second half of a move, where it was cut: tells all sentinels, which elect nobody yet, and the copies of who leads. */
    record Name(Endpoint to, Watched group, List<Endpoint> sentinels, List<Endpoint> copies, String why)
            implements HealStep {}

    /** Makes a sentinel want so many to agree that the primary is down. */
    record Agree(Endpoint to, String group, int quorum, String why) implements HealStep {}

    /** Begins a run of a counter. */
    record Admit(Endpoint to, Optional<Run> seen, String why) implements HealStep {}

    /** Writes into the data of a group whom a sum consists of. */
    record ListGroups(Endpoint to, Listed listed, String why) implements HealStep {}

    /** Lets nobody count in a run of a counter any more; what it counted is another's from then on. */
    record Close(Endpoint to, Run seen, String into, String why) implements HealStep {}

    /** Adds what was counted in a closed run of another counter, once. */
    record Take(Endpoint to, Run by, Endpoint from, Run closed, String why) implements HealStep {}

    /** For people: {@code promote incr-redis-2}. */
    default String what() {
        return switch (this) {
            case Promote s -> "promote " + s.to().service();
            case Follow s ->
                "let " + s.to().service() + " follow " + s.primary().service();
            case Monitor s ->
                "let " + s.to().service() + " watch " + s.primary().service();
            case Confirm s -> s.to().service() + (s.replicas() == 0 ? " counts alone" : " counts only with a replica");
            case Lead s -> "write into the data that " + words(s.who()) + " leads";
            case Disarm s -> "write into the data of " + s.to().service() + " that nobody leads by itself";
            case HandOver s -> handOver(s.to(), s.target());
            case Move s -> handOver(s.to(), s.target());
            case Name s -> "let all sentinels watch " + s.to().service();
            case Agree s -> "let " + s.to().service() + (s.quorum() == Watched.NEVER ? " elect nobody" : " elect");
            case Admit s -> "let what " + s.to().service() + " counts be known";
            case ListGroups s ->
                "write into the data of " + s.to().service() + " whom a sum consists of: "
                        + String.join(", ", s.listed().births().keySet());
            case Close s -> "let nobody count in " + s.to().service() + " any more";
            case Take s -> "add what was counted in " + s.from().service() + " to " + s.to().service();
            case Unwatch s -> "let " + s.to().service() + " watch nothing";
        };
    }

    private static String handOver(Endpoint from, Endpoint to) {
        return "hand the count over from " + from.service() + " to " + to.service();
    }

    /** Whether nothing that is said or done after it needs it to have been said: who cannot be told holds up nobody else. */
    default boolean standsAlone() {
        return switch (this) {
            case Admit _, ListGroups _, Close _, Take _ -> true;
            case Promote _, Follow _, Monitor _, Unwatch _, Confirm _, Lead _, Disarm _ -> false;
            case HandOver _, Move _, Name _, Agree _ -> false;
        };
    }

    private static String words(String lead) {
        return switch (lead) {
            case ObservedMember.SENTINELS -> "whom the sentinels elect";
            case ObservedMember.HANDOVER -> "nobody by itself";
            default -> lead;
        };
    }
}
