package dev.skep.status;

import dev.skep.desired.Desired;
import dev.skep.observed.GroupReport.Line;
import dev.skep.observed.Observed;
import dev.skep.plan.Plan;
import java.util.ArrayList;
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

    /** Ready: nothing is left to do, nothing is held, and every task that runs was made from the wanted spec, and Redis is well. */
    public static Readiness of(Desired desired, Plan plan, Observed observed) {
        return of(
                plan,
                desired.services().stream()
                        .map(d -> ServiceStatus.of(d, observed))
                        .toList(),
                GroupStatus.failing(desired, observed),
                Optional.empty());
    }

    static Readiness of(Plan plan, List<ServiceStatus> services, List<Line> failing, Optional<LastFailure> failure) {
        var missing = new ArrayList<String>();
        failure.ifPresent(f -> missing.add("failed: " + f.words()));
        plan.steps().stream()
                .map(s -> s.what())
                .filter(what -> failure.stream().noneMatch(f -> f.words().startsWith(what + ":")))
                .forEach(missing::add);
        plan.holds().forEach(h -> missing.add(h.reason() + ": " + h.message()));
        missing.addAll(plan.waits());
        if (missing.isEmpty()) {
            services.stream().filter(s -> !s.complete()).forEach(s -> s.complaint()
                    .ifPresent(missing::add));
        }
        if (missing.isEmpty()) {
            failing.stream().map(RedisHealth::words).forEach(missing::add);
        }
        return new Readiness(missing);
    }
}
