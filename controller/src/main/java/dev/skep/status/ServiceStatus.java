package dev.skep.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.desired.DesiredService;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one service is.
 *
 * @param there empty: nobody made it yet
 * @param running tasks that run and were made from the wanted spec
 * @param wanted tasks that should run; 0 where it is to go
 * @param old tasks that run and are still to be replaced
 * @param tasks the tasks of the wanted spec, whatever their state
 * @param deadline how long nothing may move
 */
public record ServiceStatus(
        String name,
        String component,
        String image,
        Optional<ObservedService> there,
        long running,
        long wanted,
        long old,
        Optional<Trouble> trouble,
        List<ObservedTask> tasks,
        Duration deadline) {

    static ServiceStatus of(DesiredService desired, Observed observed) {
        return observed.service(desired.name())
                .map(s -> of(desired, s, observed))
                .orElseGet(() -> new ServiceStatus(
                        desired.name(),
                        desired.component(),
                        image(desired.spec().path("TaskTemplate")),
                        Optional.empty(),
                        0,
                        desired.spec()
                                .path("Mode")
                                .path("Replicated")
                                .path("Replicas")
                                .asLong(),
                        0,
                        Optional.empty(),
                        List.of(),
                        desired.deadline()));
    }

    private static ServiceStatus of(DesiredService desired, ObservedService there, Observed observed) {
        var tasks = observed.tasksOf(there).stream()
                .filter(t -> t.templateHash().equals(desired.templateHash()))
                .toList();
        var running = observed.current(there, desired.templateHash()).size();
        var wanted = observed.wanted(there);
        var old = observed.staying(there).size() - running;
        var trouble = running == wanted && old == 0
                ? Trouble.ofLoop(tasks, observed.at())
                : Trouble.ofMissing(tasks, observed.at());
        var node = observed.awaits(there);
        return new ServiceStatus(
                there.name(),
                desired.component(),
                image(there.spec().path("TaskTemplate")),
                Optional.of(there),
                running,
                wanted,
                old,
                trouble.map(t -> node.map(t::awaiting).orElse(t)),
                tasks,
                desired.deadline());
    }

    /** One that is not wanted, and not removed yet. */
    static ServiceStatus leaving(ObservedService there, Observed observed) {
        return new ServiceStatus(
                there.name(),
                there.label(Labels.COMPONENT),
                image(there.spec().path("TaskTemplate")),
                Optional.of(there),
                0,
                0,
                observed.staying(there).size(),
                Optional.empty(),
                List.of(),
                Duration.ZERO);
    }

    /** Whether it is just as it should be. */
    boolean complete() {
        return allRun() && !updating();
    }

    private boolean allRun() {
        return there.isPresent() && running == wanted && old == 0;
    }

    boolean updating() {
        return rollout().filter(r -> r.state() == Rollout.State.UPDATING).isPresent();
    }

    Optional<Rollout> rollout() {
        return there.flatMap(ObservedService::rollout);
    }

    /** When the last of its tasks came to run, or its spec last changed. */
    Optional<Instant> lastChange() {
        return Stream.concat(there.stream().map(ObservedService::updatedAt), lastStart().stream())
                .max(Comparator.naturalOrder());
    }

    /** When the last of its tasks that run came to run. */
    Optional<Instant> lastStart() {
        return tasks.stream()
                .filter(ObservedTask::running)
                .map(ObservedTask::changedAt)
                .max(Comparator.naturalOrder());
    }

    Optional<Instant> rolloutStart() {
        return rollout().filter(_ -> updating()).map(Rollout::startedAt);
    }

    /** Since when the one of its tasks that has moved least has not moved on. */
    Optional<Instant> startingSince() {
        return tasks.stream()
                .filter(t -> !t.running() && t.stays())
                .map(ObservedTask::changedAt)
                .min(Comparator.naturalOrder());
    }

    /** When its deadline passed without anything having moved; empty while it may still become complete, and while Swarm only watches. */
    Optional<Instant> stalledSince(Instant now) {
        return allRun()
                ? Optional.empty()
                : lastChange().map(at -> at.plus(deadline)).filter(now::isAfter);
    }

    /** What is missing or wrong, for people; empty where nothing is. */
    public Optional<String> complaint() {
        if (there.isEmpty()) {
            return Optional.of(name + ": not there yet");
        }
        var words = trouble.map(t -> " (" + t.words() + ")").orElse("");
        if (complete()) {
            return trouble.map(_ -> name + ": all tasks run, but tasks failed again and again" + words);
        }
        var oldOnes = old > 0 ? ", " + old + " old ones still" : "";
        return Optional.of("%s: %d of %d tasks run%s%s".formatted(name, running, wanted, oldOnes, words));
    }

    private static String image(JsonNode template) {
        return template.path("ContainerSpec").path("Image").asText();
    }
}
