package dev.skep.status;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Rollout;
import dev.skep.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a manifest is as it asks to be, and what is missing. Derived from what is observed each time it is asked.
 *
 * @param waitingFor what is missing, for people; empty: Ready
 */
public record Readiness(List<String> waitingFor) {
    public Readiness {
        waitingFor = List.copyOf(waitingFor);
    }

    public boolean ready() {
        return waitingFor.isEmpty();
    }

    /** Ready: nothing is left to do, nothing is held, and every task that runs was made from the wanted spec. */
    public static Readiness of(Desired desired, Plan plan, Observed observed) {
        var missing = new ArrayList<String>();
        plan.steps().forEach(s -> missing.add(s.what()));
        plan.holds().forEach(h -> missing.add(h.reason() + ": " + h.message()));
        missing.addAll(plan.waits());
        if (missing.isEmpty()) {
            desired.services().forEach(d -> service(d, observed).ifPresent(missing::add));
        }
        return new Readiness(missing);
    }

    private static Optional<String> service(DesiredService desired, Observed observed) {
        var there = observed.service(desired.name());
        if (there.isEmpty()) {
            return Optional.of(desired.name() + ": not there yet");
        }
        var service = there.get();
        if (observed.runs(service, desired.templateHash()) && !updating(service)) {
            return Optional.empty();
        }
        var tasks = observed.tasksOf(service);
        var wanted = observed.wanted(service);
        var running = observed.staying(service);
        var current = observed.current(service, desired.templateHash()).size();
        var old = running.size() > current ? ", " + (running.size() - current) + " old ones still" : "";
        return Optional.of(
                "%s: %d of %d tasks run%s%s".formatted(desired.name(), current, wanted, old, lastError(tasks)));
    }

    private static boolean updating(ObservedService service) {
        return service.rollout()
                .filter(r -> r.state() == Rollout.State.UPDATING)
                .isPresent();
    }

    /**
     * In Swarm's words: "no suitable node", "No such image", "task: non-zero exit (1)". What a task of the same service
     * has got over since does not count.
     */
    private static String lastError(List<ObservedTask> tasks) {
        var lastStart = tasks.stream()
                .filter(ObservedTask::running)
                .map(ObservedTask::changedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return tasks.stream()
                .filter(t -> !t.error().isBlank())
                .filter(t -> !t.desiredState().equals("remove"))
                .filter(t -> t.changedAt().isAfter(lastStart))
                .max(Comparator.comparing(ObservedTask::changedAt))
                .map(t -> " (" + t.error() + ")")
                .orElse("");
    }
}
