package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.desired.topology.Group;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.plan.Effect.Kind;
import java.util.ArrayList;
import java.util.List;

/** What a step does to the tasks that run, and to the count. */
final class Effects {
    private Effects() {}

    /** None for what no task notices, such as a new secret. */
    static List<Effect> of(Step step, Observed observed) {
        return switch (step) {
            case Step.CreateService s ->
                List.of(new Effect(Kind.TASKS_START, tasks(observed.wanted(s.spec())) + " started"));
            case Step.UpdateService s ->
                observed.service(s.name()).map(there -> of(s, there, observed)).orElse(List.of());
            case Step.RemoveService s ->
                observed.service(s.name())
                        .map(there -> List.of(new Effect(Kind.TASKS_STOP, stopped(there, observed))))
                        .orElse(List.of());
            case Step.ForgetData _ ->
                List.of(new Effect(Kind.COUNT_LOST, "what was counted there is given up, as was accepted"));
            case Step.Tell s
            when s.told() instanceof HealStep.HandOver || s.told() instanceof HealStep.Move ->
                List.of(new Effect(Kind.WRITES_WAIT, "writes wait some tenths of a second"));
            case Step.PinVolumes _,
                    Step.RetireVolumes _,
                    Step.TakeBackup _,
                    Step.CreateNetwork _,
                    Step.CreateConfig _,
                    Step.CreateSecret _,
                    Step.BeginGeneration _,
                    Step.RecordOutcome _,
                    Step.WithdrawPasswords _,
                    Step.Tell _,
                    Step.RemoveNetwork _,
                    Step.RemoveConfig _,
                    Step.RemoveSecret _ -> List.of();
        };
    }

    private static List<Effect> of(Step.UpdateService step, ObservedService there, Observed observed) {
        var effects = new ArrayList<Effect>();
        if (restarts(step, there)) {
            effects.addAll(restart(step.spec(), there, observed));
        }
        long more = observed.wanted(step.spec()) - observed.wanted(there);
        if (more > 0) {
            effects.add(new Effect(Kind.TASKS_START, tasks(more) + " started"));
        } else if (more < 0) {
            effects.add(new Effect(Kind.TASKS_STOP, tasks(-more) + " stopped"));
        }
        return effects.isEmpty() ? List.of(new Effect(Kind.NOTHING_RESTARTS, "nothing restarts")) : effects;
    }

    /** Swarm replaces tasks of another template or endpoint (swarmkit's IsTaskDirty), and of nothing else. */
    private static boolean restarts(Step.UpdateService step, ObservedService there) {
        return step.changes().stream().map(FieldChange::path).anyMatch(Effects::restarts)
                || forced(step.spec()) != forced(there.spec());
    }

    /** Whether a change of this field makes Swarm replace tasks. */
    static boolean restarts(String path) {
        return path.startsWith("TaskTemplate") || path.startsWith("EndpointSpec");
    }

    private static long forced(JsonNode spec) {
        return spec.path("TaskTemplate").path("ForceUpdate").asLong();
    }

    private static List<Effect> restart(JsonNode spec, ObservedService there, Observed observed) {
        return switch (there.label(Labels.COMPONENT)) {
            case "redis" -> isCopy(there, observed) ? copy(there, observed) : redis(spec);
            case "gateway" ->
                List.of(new Effect(
                        Kind.GATEWAY_RESTARTS,
                        "the gateway restarts node by node; its port is closed there meanwhile"));
            default ->
                List.of(new Effect(
                        Kind.TASKS_RESTART,
                        tasks(observed.wanted(there)) + " replaced, " + pace(spec.path("UpdateConfig"))));
        };
    }

    /** Whether sentinels watch it. */
    private static boolean isCopy(ObservedService redis, Observed observed) {
        return redis.label(Labels.GROUP).equals(Group.SHARED)
                && observed.servicesOf(redis.label(Labels.NAME)).stream()
                        .anyMatch(s -> s.label(Labels.COMPONENT).equals("sentinel"));
    }

    private static List<Effect> copy(ObservedService there, Observed observed) {
        var leads = GroupReport.of(there.label(Labels.NAME), observed)
                .filter(r -> r.primary().equals(there.name()))
                .isPresent();
        return leads
                ? List.of(new Effect(
                        Kind.REDIS_RESTARTS, "the primary restarts; requests wait until the sentinels elect another"))
                : List.of(new Effect(Kind.COPY_RESTARTS, "one copy restarts; the others go on"));
    }

    private static List<Effect> redis(JsonNode spec) {
        var restarts = new Effect(Kind.REDIS_RESTARTS, "Redis restarts; requests wait or get a 503 until it is back");
        var persistence = spec.path("TaskTemplate").findValuesAsText(Labels.PERSISTENCE);
        return persistence.contains("none")
                ? List.of(restarts, new Effect(Kind.COUNT_LOST, "its count is lost: spec.redis.persistence is none"))
                : List.of(restarts);
    }

    private static String pace(JsonNode update) {
        long atOnce = update.path("Parallelism").asLong();
        var order = update.path("Order").asText().equals("start-first")
                ? ", each new one before its old one ends"
                : ", each old one ends first";
        return (atOnce == 0 ? "all at once" : atOnce == 1 ? "one by one" : atOnce + " at a time") + order;
    }

    private static String stopped(ObservedService there, Observed observed) {
        var tasks = tasks(observed.wanted(there)) + " stopped";
        return there.label(Labels.COMPONENT).equals("redis") ? tasks + "; the volume and the count in it stay" : tasks;
    }

    private static String tasks(long number) {
        return number == 1 ? "1 task is" : number + " tasks are";
    }
}
