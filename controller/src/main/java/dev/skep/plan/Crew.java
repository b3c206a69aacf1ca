package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.Json;
import dev.skep.desired.Volume;
import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Data;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Member;
import dev.skep.desired.topology.Watched;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.Words;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.Rollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is of a shared count's Redis and sentinels, wanted or not: during a change there are more than are wanted.
 *
 * @param members the services whose volumes count
 * @param older those of them that start by a rule of before, which lets one that was alone lead whatever its data say
 * @param unwelcome those of the members that are to be replaced, for another image or configuration is wanted
 * @param held those of which the same is wanted, and which a person must see to before
 * @param sentinels the services of the sentinels
 * @param leaving those of both that are not asked for any more, and go one at a time
 * @param ending those of both that are about to end and come back nowhere else, as on a drained node
 * @param appFollows whether every task of the app that may still count is as the manifest says now
 * @param othersRun whether all that is none of Redis and sentinels runs as is asked for: what fails is taken back before anybody goes
 * @param elected as the sentinels that are there are set, where there are any
 * @param outlives what of the count outlives its Redis
 */
public record Crew(
        List<String> members,
        List<String> older,
        List<String> unwelcome,
        List<String> held,
        List<String> sentinels,
        List<String> leaving,
        List<String> ending,
        boolean appFollows,
        boolean othersRun,
        Optional<Elected> elected,
        Outlives outlives) {
    /** How sentinels decide. */
    public record Elected(int quorum, Duration downAfter) {}

    /** What of a count is on the disks of its Redis. */
    public enum Outlives {
        /** It was never counted, or only in memory. */
        NOTHING,
        /** What a member knew at some time before. */
        A_SNAPSHOT,
        /** All that a member ever answered. */
        ALL
    }

    /** Of a manifest that asks for this. */
    public static Crew of(Desired desired, Observed observed) {
        var name = desired.name();
        var group = desired.kept().map(k -> k.name()).orElse("");
        var members = services(name, "redis", observed)
                .filter(s -> s.name().startsWith(group + "-"))
                .filter(s -> !Data.retired(s.name(), observed))
                .toList();
        var sentinels = services(name, "sentinel", observed).toList();
        var others =
                members.stream().filter(m -> runsAnother(m, desired, observed)).toList();
        return new Crew(
                Stream.concat(names(members.stream()).stream(), removed(desired, observed))
                        .toList(),
                names(members.stream().filter(m -> older(m, observed))),
                names(others.stream().filter(m -> !held(m, desired, observed))),
                names(others.stream().filter(m -> held(m, desired, observed))),
                names(sentinels.stream()),
                names(Stream.concat(members.stream(), sentinels.stream())
                        .filter(s -> desired.leaving().contains(s.name()))),
                names(Stream.concat(members.stream(), sentinels.stream()).filter(observed::isEnding)),
                desired.app().stream().allMatch(s -> follows(s, observed)),
                desired.services().stream().filter(s -> !copied(s)).allMatch(s -> runs(s, observed)),
                sentinels.stream().findFirst().map(Crew::elected),
                outlives(members, observed));
    }

    /** Somebody removed it, and it comes back: who leads is not known without it. */
    private static Stream<String> removed(Desired desired, Observed observed) {
        return desired.kept().filter(k -> k instanceof Alone).stream()
                .flatMap(k -> k.members().stream())
                .filter(m -> observed.service(m).isEmpty())
                .filter(m -> Data.volumes(desired.name(), observed).contains(m));
    }

    private static Outlives outlives(List<ObservedService> members, Observed observed) {
        return members.stream()
                .flatMap(m -> KnownData.counted(m.name(), observed).stream())
                .map(written -> Words.of(Persistence.AOF).equals(Volume.persistence(written))
                        ? Outlives.ALL
                        : Outlives.A_SNAPSHOT)
                .findFirst()
                .orElse(Outlives.NOTHING);
    }

    private static List<String> names(Stream<ObservedService> services) {
        return services.map(ObservedService::name).toList();
    }

    /** Until the task that is to run is one that was told whose Redis it is. */
    private static boolean older(ObservedService member, Observed observed) {
        return Json.environment(member.spec()).noneMatch(v -> v.startsWith("SKEP_MEMBER="))
                || observed.tasksOf(member).stream()
                        .filter(t -> !t.ended() && t.stays())
                        .anyMatch(t -> !t.templateHash().equals(member.templateHash()));
    }

    private static boolean runsAnother(ObservedService member, Desired desired, Observed observed) {
        return desired.service(member.name())
                .filter(wanted -> observed.runsAnother(member, wanted.templateHash()))
                .isPresent();
    }

    private static boolean held(ObservedService member, Desired desired, Observed observed) {
        return desired.service(member.name())
                .flatMap(DesiredService::volume)
                .flatMap(v -> new VolumePlanner(desired, observed, new ArrayList<>()).keep(v))
                .isPresent();
    }

    /** The same, where nothing of what is asked for is done. */
    Crew asItRuns() {
        return new Crew(
                members,
                older,
                List.of(),
                held,
                sentinels,
                List.of(),
                ending,
                appFollows,
                othersRun,
                elected,
                outlives);
    }

    private static Stream<ObservedService> services(String name, String component, Observed observed) {
        return observed.servicesOf(name, component)
                .sorted(Comparator.comparing(ObservedService::name, Member.IN_ORDER));
    }

    private static boolean copied(DesiredService service) {
        return switch (service.component()) {
            case "redis", "sentinel" -> true;
            default -> false;
        };
    }

    /** All of it, and nothing of before: who has only just been asked to is not known to come up. */
    private static boolean runs(DesiredService wanted, Observed observed) {
        return observed.service(wanted.name())
                .filter(s -> s.label(Labels.SPEC).equals(wanted.hash()) && !s.rollsOut(Rollout.State.UPDATING))
                .filter(s -> observed.runs(s, wanted.templateHash()))
                .filter(s -> observed.tasksOf(s).stream()
                        .filter(t -> !t.ended())
                        .allMatch(t -> t.templateHash().equals(wanted.templateHash())))
                .isPresent();
    }

    private static boolean follows(DesiredService app, Observed observed) {
        return observed.service(app.name())
                .filter(s -> mode(s.spec()).equals(mode(app.spec())))
                .filter(s -> observed.tasksOf(s).stream()
                        .filter(t -> !t.ended())
                        .allMatch(t -> t.templateHash().equals(s.templateHash())))
                .isPresent();
    }

    /** What an app's service says of the mode: whatever else of it changes, it counts in the same way. */
    static List<String> mode(JsonNode app) {
        return Json.environment(app).filter(v -> v.startsWith("REDIS_MODE=")).toList();
    }

    private static Elected elected(ObservedService sentinel) {
        return new Elected(
                Integer.parseInt(setting(sentinel, "SKEP_QUORUM")),
                Duration.ofMillis(Long.parseLong(setting(sentinel, "SKEP_DOWN_AFTER_MS"))));
    }

    private static String setting(ObservedService sentinel, String variable) {
        return Json.environment(sentinel.spec())
                .filter(v -> v.startsWith(variable + "="))
                .map(v -> v.substring(variable.length() + 1))
                .findFirst()
                .orElse("0");
    }

    /** As the sentinels that are there watch the members that are there. */
    public Optional<Watched> watched(String group) {
        return elected.map(e -> new Watched(group, members, sentinels, e.quorum(), e.downAfter()));
    }

    /** Where the count of one Redis goes whose place another takes. */
    Optional<Move> takesOver(Desired desired) {
        return desired.kept()
                .filter(k -> k instanceof Alone && sentinels.isEmpty())
                .map(k -> k.members().getFirst())
                .flatMap(to ->
                        members.stream().filter(m -> !m.equals(to)).findFirst().map(from -> new Move(from, to)));
    }

    /** Whether there is more than is wanted of it; what goes one at a time is kept well until then. */
    public boolean exceeds(Desired desired) {
        return Stream.concat(members.stream(), sentinels.stream())
                .anyMatch(
                        s -> desired.service(s).isEmpty() && !desired.leaving().contains(s));
    }

    /** The same, of how the count is to be kept. */
    boolean exceeds(Kept wanted) {
        var watching =
                switch (wanted) {
                    case Watched watched -> watched.sentinels();
                    case Alone _ -> List.<String>of();
                };
        return !wanted.members().containsAll(members) || !watching.containsAll(sentinels);
    }
}
