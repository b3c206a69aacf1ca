package dev.skep.plan;

import dev.skep.desired.topology.Member;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A shared count's Redis and sentinels: those that there are, and what those that answered said of themselves. */
record Seen(Crew crew, ObservedGroup group) {
    private static final long CATCHES_UP_BYTES = 1 << 20;

    /** Of those that keep up hardly one is seen to lack more, though they are not asked at the very same moment. */
    private static final long KEEPS_UP_BYTES = 64 << 10;

    /** The only one; of several, the one that leads by its own data. */
    Optional<ObservedMember> primary() {
        return group.primary().or(() -> {
            var leading = group.primaries().stream()
                    .filter(ObservedMember::leadsByItself)
                    .toList();
            return leading.size() == 1 ? Optional.of(leading.getFirst()) : Optional.empty();
        });
    }

    /** Who knows most; of equals, the one that leads by its own data, which may be about to; or the lowest. */
    Optional<ObservedMember> newest() {
        return newest("");
    }

    /** The same; of equals of whom none leads by its own data, the one of this service: another controller may be handing over to it. */
    Optional<ObservedMember> newest(String wanted) {
        return group.members().stream()
                .max(Comparator.comparing((ObservedMember m) -> m.data().counted())
                        .thenComparing(ObservedMember::leadsByItself)
                        .thenComparing(m -> m.service().equals(wanted))
                        .thenComparing(ObservedMember::data)
                        .thenComparing(ObservedMember::service, Member.IN_ORDER.reversed()));
    }

    /** Who leads, as the data of the primary say, or of who knows most: an old copy does not count against them. */
    Optional<String> lead() {
        return group.primary().or(this::newest).flatMap(ObservedMember::lead);
    }

    /**
     * Where the count would go if its primary were to be replaced, or to go; one whose disk is ill hands nothing over, and one that
     * goes, or is held where and as it is, leads nobody.
     */
    Optional<Move> move() {
        return moves().findFirst();
    }

    /** The same, and where else it could go, the best first: not to one that is about to end. */
    Stream<Move> moves() {
        return group.primary().filter(ObservedMember::persists).stream().flatMap(p -> crew.members().stream()
                .filter(m -> !m.equals(p.service()) && !crew.held().contains(m))
                .filter(m -> !crew.leaving().contains(m) && !crew.ending().contains(m))
                .sorted(Comparator.comparing(crew.unwelcome()::contains).thenComparing(crew.members()::indexOf))
                .map(to -> new Move(p.service(), to)));
    }

    /** Whether the primary is about to end, as where its node is drained. */
    boolean primaryEnds() {
        return group.primary().filter(p -> crew.ending().contains(p.service())).isPresent();
    }

    /** Whether what it lacks of what the primary wrote it takes in some milliseconds. */
    boolean catchesUp(ObservedMember member) {
        return group.lagOf(member) < CATCHES_UP_BYTES;
    }

    /** Whether it has all that the primary wrote, but for what is under way. */
    boolean keepsUp(ObservedMember member) {
        return group.lagOf(member) < KEEPS_UP_BYTES;
    }

    /** Whether the controller reaches none of those that there are: be it that they do not know its key. */
    boolean nobodyAnswers() {
        return !crew.members().isEmpty()
                && group.members().isEmpty()
                && group.sentinels().isEmpty();
    }

    /** Whether so few sentinels answer that the others could elect. */
    boolean mostSentinelsAreSilent() {
        return !crew.sentinels().isEmpty() && !most(group.sentinels());
    }

    /** Where those are that answer. */
    List<Endpoint> sentinels() {
        return group.sentinels().stream().map(ObservedSentinel::endpoint).toList();
    }

    /** Whether these are most of the sentinels that there are, whether they answer or not. */
    boolean most(List<ObservedSentinel> sentinels) {
        return sentinels.size() > crew.sentinels().size() / 2;
    }

    /** Whether all are there, and stay, all follow it, all watch it, and nobody fails over. */
    boolean calm(ObservedMember primary) {
        return crew.ending().isEmpty() && calmWhereTheyStay(primary);
    }

    /** The same of those that are not about to end. */
    boolean calmWhereTheyStay(ObservedMember primary) {
        return group.sentinels().stream()
                        .noneMatch(s -> s.watches().filter(b -> b.failingOver()).isPresent())
                && follow(primary, staying(crew.members()))
                && watch(primary, staying(crew.sentinels()));
    }

    private List<String> staying(List<String> services) {
        return services.stream().filter(s -> !crew.ending().contains(s)).toList();
    }

    /** Whether every member that there is copies it. */
    boolean allFollow(ObservedMember primary) {
        return follow(primary, crew.members());
    }

    boolean follow(ObservedMember primary, List<String> members) {
        return members.stream().allMatch(name -> group.members().stream()
                .filter(m -> m.service().equals(name))
                .anyMatch(m -> m.equals(primary) || m.follows(address(primary))));
    }

    boolean watch(ObservedMember primary, List<String> sentinels) {
        return sentinels.stream().allMatch(name -> group.sentinels().stream()
                .filter(s -> s.endpoint().service().equals(name))
                .anyMatch(s -> s.watches(address(primary))));
    }

    /** Those that are waited for, by name. */
    String behind(ObservedMember primary) {
        var names = Stream.concat(
                        crew.members().stream().filter(m -> !follow(primary, List.of(m))),
                        crew.sentinels().stream().filter(s -> !watch(primary, List.of(s))))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "; not so yet: " + names;
    }

    /** Whether each copy is linked and has this word on who leads: a command may have been cut before it had. */
    boolean informed(ObservedMember primary, String who) {
        return allFollow(primary) && allSay(primary, who);
    }

    /** Whether the data of all who answer have this word on who leads. */
    boolean allSay(ObservedMember primary, String who) {
        return primary.settled()
                && group.members().stream().allMatch(m -> m.lead().equals(Optional.of(who)));
    }

    /** Says it again to who is linked, and lets who is not follow. */
    Stage inform(ObservedMember primary, String who) {
        var wait = "every copy has to know who leads" + behind(primary);
        var follow = letFollow(primary);
        return follow.isEmpty() && allFollow(primary)
                ? Stage.doing(List.of(tell(primary, who)), wait)
                : Stage.doing(follow, wait);
    }

    /** Writes it among the data of all that there are. */
    HealStep tell(ObservedMember primary, String who) {
        return new HealStep.Lead(primary.endpoint(), who, crew.members().size() - 1, "a copy does not know it");
    }

    /** Lets all follow it that do not. */
    List<HealStep> letFollow(ObservedMember primary) {
        return group.members().stream()
                .filter(m -> !m.equals(primary))
                .filter(m -> !m.following().equals(Optional.of(address(primary))))
                .<HealStep>map(m -> new HealStep.Follow(m.endpoint(), primary.endpoint(), "it does not"))
                .toList();
    }

    /** Where one knows more than the primary nobody is told anything. */
    Optional<Stage> contradiction(ObservedMember primary) {
        return group.whoKnowsMoreThan(primary)
                .map(m -> Stage.waiting(
                        "%s is the primary, and %s, which does not follow it, knows more: let a person decide which count is right, and make the other follow it (REPLICAOF)"
                                .formatted(primary.service(), m.service())));
    }

    static String address(ObservedMember member) {
        return member.endpoint().address();
    }

    /** Writes among the data that it leads by itself. */
    static HealStep lead(ObservedMember primary, int copies) {
        return new HealStep.Lead(
                primary.endpoint(), primary.service(), copies, "it is the primary, and nobody else may be");
    }
}
