package dev.skep.status;

import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What keeps the tasks of a service from running, or from running on.
 *
 * @param words the last task's error as Swarm says it: "no suitable node (insufficient resources on 3 nodes)"
 * @param since the first of the tasks that Swarm still keeps and that shows it
 */
public record Trouble(Reason reason, String words, Instant since) {
    /** So many that ended by themselves in so long are no accident. */
    static final int LOOP = 3;

    static final Duration LOOP_WINDOW = Duration.ofMinutes(2);

    private static final Set<String> ENDED_BY_THEMSELVES = Set.of("failed", "complete");

    /**
     * The same, where its only place is a drained node: Swarm's words do not tell that, be it that none fits, or with what the task there
     * ended.
     */
    Trouble awaiting(ObservedNode drained) {
        return new Trouble(
                Reason.UNSCHEDULABLE,
                "its place is %1$s, which is drained; it comes back with: docker node update --availability active %1$s"
                        .formatted(drained.hostname()),
                since);
    }

    /** The trouble of tasks that do not all run. What another of them has got over since does not count. */
    static Optional<Trouble> ofMissing(List<ObservedTask> tasks, Instant now) {
        var lastStart = tasks.stream()
                .filter(ObservedTask::running)
                .map(ObservedTask::changedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return of(failing(tasks).filter(t -> t.changedAt().isAfter(lastStart)).toList())
                .or(() -> ofLoop(tasks, now));
    }

    /** The trouble of tasks that all run at the moment, but were started again and again. */
    static Optional<Trouble> ofLoop(List<ObservedTask> tasks, Instant now) {
        var recent = failing(tasks)
                .filter(ObservedTask::ended)
                .filter(t -> t.changedAt().isAfter(now.minus(LOOP_WINDOW)))
                .toList();
        return recent.size() < LOOP ? Optional.empty() : of(recent);
    }

    private static Stream<ObservedTask> failing(List<ObservedTask> tasks) {
        return tasks.stream().filter(t -> !t.error().isBlank()).filter(t -> !t.desiredState()
                .equals("remove"));
    }

    private static Optional<Trouble> of(List<ObservedTask> failing) {
        return failing.stream()
                .max(Comparator.comparing(ObservedTask::changedAt))
                .map(last -> {
                    var reason = reason(last);
                    var since = failing.stream()
                            .filter(t -> reason(t) == reason)
                            .map(ObservedTask::changedAt)
                            .min(Comparator.naturalOrder());
                    return new Trouble(reason, last.error(), since.orElse(last.changedAt()));
                });
    }

    /** Swarm tells by words alone: of the scheduler, of the engine's image store, of its executor. */
    private static Reason reason(ObservedTask task) {
        var words = task.error();
        if (words.startsWith("no suitable node")) {
            return Reason.UNSCHEDULABLE;
        }
        if (words.contains("No such image")
                || words.contains("manifest unknown")
                || words.contains("pull access denied")) {
            return Reason.IMAGE_UNAVAILABLE;
        }
        if (words.contains("unhealthy container")) {
            return Reason.UNHEALTHY;
        }
        return ENDED_BY_THEMSELVES.contains(task.state()) ? Reason.CRASHING : Reason.TASK_REJECTED;
    }
}
