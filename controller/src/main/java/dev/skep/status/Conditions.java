package dev.skep.status;

import dev.skep.observed.GroupReport.Line;
import dev.skep.plan.Hold;
import dev.skep.plan.Plan;
import dev.skep.status.Condition.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Derives the conditions of one manifest from its plan and its services; pure, so any controller says the same. */
final class Conditions {
    /** A finding, before it is said of a type. */
    private record Finding(String reason, String message, Optional<Instant> since) {
        Finding(Reason reason, String message, Optional<Instant> since) {
            this(reason.word(), message, since);
        }
    }

    private final boolean asked;
    private final Plan plan;
    private final List<ServiceStatus> services;
    private final List<Line> failing;
    private final Optional<String> sharedNodes;
    private final Optional<LastFailure> failure;
    private final Instant now;
    private final long generation;

    private Conditions(
            boolean asked,
            Plan plan,
            List<ServiceStatus> services,
            List<Line> failing,
            Optional<String> sharedNodes,
            Optional<LastFailure> failure,
            Instant now,
            long generation) {
        this.asked = asked;
        this.plan = plan;
        this.services = services;
        this.failing = failing;
        this.sharedNodes = sharedNodes;
        this.failure = failure;
        this.now = now;
        this.generation = generation;
    }

    /**
     * All four, in the order of {@link Condition.Type}.
     *
     * @param asked whether a manifest asks for it
     * @param failing the lines of what healthy means that the controller saw fail
     * @param sharedNodes which copies are lost together, if any are
     * @param failure the step of the plan that could not be done when it was last tried
     * @param now when the swarm was observed
     */
    static List<Condition> of(
            boolean asked,
            Plan plan,
            List<ServiceStatus> services,
            List<Line> failing,
            Optional<String> sharedNodes,
            Optional<LastFailure> failure,
            Instant now,
            long generation) {
        var conditions = new Conditions(asked, plan, services, failing, sharedNodes, failure, now, generation);
        return List.of(conditions.ready(), conditions.progressing(), conditions.degraded(), conditions.redisHealthy());
    }

    private Condition ready() {
        return held(plan.holds())
                .or(this::failed)
                .or(this::pending)
                .or(this::trouble)
                .or(() -> onTheirWay(missing()))
                .or(this::unhealthy)
                .map(f -> condition(Condition.Type.READY, State.FALSE, f))
                .orElseGet(() -> condition(
                        Condition.Type.READY,
                        State.TRUE,
                        new Finding(Reason.ALL_TASKS_RUN, "everything is as the manifest asks", lastChange())));
    }

    /** What is held moves only where Swarm still replaces tasks, as it does while it goes back. */
    private Condition progressing() {
        var missing = plan.holds().isEmpty()
                ? missing()
                : services.stream().filter(ServiceStatus::updating).toList();
        return pending()
                .or(() -> stalled().isPresent() ? Optional.empty() : onTheirWay(missing))
                .map(f -> condition(Condition.Type.PROGRESSING, State.TRUE, f))
                .orElseGet(() -> condition(Condition.Type.PROGRESSING, State.FALSE, standingStill()));
    }

    private Finding standingStill() {
        return held(plan.holds())
                .or(this::stalled)
                .orElseGet(() -> new Finding(Reason.SETTLED, "nothing is under way", lastChange()));
    }

    private Condition degraded() {
        var holds = plan.holds().stream()
                .filter(h -> !h.reason().equals(Hold.SUSPENDED))
                .toList();
        return held(holds)
                .or(this::failed)
                .or(this::anyTrouble)
                .or(this::tooFewNodes)
                .map(f -> condition(Condition.Type.DEGRADED, State.TRUE, f))
                .orElseGet(() -> condition(
                        Condition.Type.DEGRADED,
                        State.FALSE,
                        new Finding(Reason.NO_TROUBLE, "nothing is known to be wrong", Optional.empty())));
    }

    /** All tasks run, and yet the count is not as safe as it should be. */
    private Optional<Finding> unhealthy() {
        var health = RedisHealth.of(services, failing);
        return health.reason() == Reason.GROUP_UNHEALTHY
                ? Optional.of(new Finding(health.reason(), health.message(), health.since()))
                : Optional.empty();
    }

    private Condition redisHealthy() {
        var health = RedisHealth.of(services, failing);
        return condition(
                Condition.Type.REDIS_HEALTHY,
                health.state(),
                new Finding(health.reason(), health.message(), health.since()));
    }

    private Condition condition(Condition.Type type, State state, Finding finding) {
        return new Condition(type, state, finding.reason(), finding.message(), finding.since(), generation);
    }

    private static Optional<Finding> held(List<Hold> holds) {
        var message = holds.stream().map(Hold::message).collect(Collectors.joining("; "));
        return holds.stream().findFirst().map(h -> new Finding(h.reason(), message, Optional.empty()));
    }

    private Optional<Finding> failed() {
        return failure.map(f -> new Finding(Reason.STEP_FAILED, f.words(), Optional.of(f.at())));
    }

    /** What the controller has to do or to wait for before it can; the swarm keeps no time of either. */
    private Optional<Finding> pending() {
        if (!plan.steps().isEmpty()) {
            var what = plan.steps().stream().map(s -> s.what()).collect(Collectors.joining("; "));
            return Optional.of(new Finding(asked ? Reason.CHANGES_PENDING : Reason.DELETING, what, Optional.empty()));
        }
        return plan.waits().isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(Reason.WAITING, String.join("; ", plan.waits()), Optional.empty()));
    }

    private Optional<Finding> trouble() {
        return troubled(missing());
    }

    private Optional<Finding> anyTrouble() {
        return troubled(services);
    }

    private Optional<Finding> tooFewNodes() {
        return sharedNodes.map(words -> new Finding(Reason.TOO_FEW_NODES, words, Optional.empty()));
    }

    /** The first service's with any; the message has them all. */
    private static Optional<Finding> troubled(List<ServiceStatus> services) {
        var troubled = services.stream().filter(s -> s.trouble().isPresent()).toList();
        return troubled.stream()
                .flatMap(s -> s.trouble().stream())
                .findFirst()
                .map(t -> new Finding(t.reason(), complaints(troubled), Optional.of(t.since())));
    }

    private List<ServiceStatus> missing() {
        return services.stream().filter(s -> !s.complete()).toList();
    }

    private static Optional<Finding> onTheirWay(List<ServiceStatus> missing) {
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        var replaced = missing.stream().filter(s -> s.updating() || s.old() > 0).findFirst();
        return Optional.of(replaced.map(s -> new Finding(Reason.ROLLING_OUT, complaints(missing), s.rolloutStart()))
                .orElseGet(() -> new Finding(
                        Reason.TASKS_STARTING,
                        complaints(missing),
                        missing.stream()
                                .flatMap(s -> s.startingSince().stream())
                                .min(Comparator.naturalOrder()))));
    }

    private Optional<Finding> stalled() {
        var stalled =
                services.stream().filter(s -> s.stalledSince(now).isPresent()).toList();
        return stalled.stream()
                .flatMap(s -> s.stalledSince(now).stream())
                .min(Comparator.naturalOrder())
                .map(at -> new Finding(Reason.DEADLINE_EXCEEDED, complaints(stalled), Optional.of(at)));
    }

    private Optional<Instant> lastChange() {
        return services.stream().flatMap(s -> s.lastChange().stream()).max(Comparator.naturalOrder());
    }

    private static String complaints(List<ServiceStatus> services) {
        return services.stream().flatMap(s -> s.complaint().stream()).collect(Collectors.joining("; "));
    }
}
