package dev.skep.cli;

import dev.skep.manifest.SourcePosition;
import dev.skep.plan.Cause;
import dev.skep.plan.Effect;
import dev.skep.plan.Explained;
import dev.skep.plan.Hold;
import dev.skep.plan.Plan;
import java.util.List;

/** A plan for programs: its field names are a contract, docs/plan.md. */
record PlanJson(String name, List<Step> steps, List<Hold> holds, List<String> waits) {
    /** A step and what it changes. */
    record Step(String what, String why, List<Change> changes, List<Effected> effects) {}

    /** A field of a service. */
    record Change(String what, String path, String from, String to, Caused cause) {}

    /** Why: where a field of the manifest asks for it, that and its place. */
    sealed interface Caused {
        record Field(String kind, String field, SourcePosition at) implements Caused {}

        record Other(String kind) implements Caused {}
    }

    /** What becomes of what runs. */
    record Effected(String kind, String text) {}

    static PlanJson of(Plan plan, List<Explained> steps) {
        return new PlanJson(plan.name(), steps.stream().map(PlanJson::step).toList(), plan.holds(), plan.waits());
    }

    private static Step step(Explained step) {
        return new Step(
                step.step().what(),
                step.step().why(),
                step.changes().stream()
                        .map(c -> new Change(c.what(), c.path(), c.from(), c.to(), cause(c.cause())))
                        .toList(),
                step.effects().stream()
                        .map(e -> new Effected(word(e.kind()), e.text()))
                        .toList());
    }

    private static Caused cause(Cause cause) {
        return switch (cause) {
            case Cause.Asked(var field, var at) -> new Caused.Field("manifest", field, at);
            case Cause.Unwritten(var field, var at) -> new Caused.Field("default", field, at);
            case Cause.Skep() -> new Caused.Other("skep");
            case Cause.RolledBack() -> new Caused.Other("rollback");
            case Cause.Drift(Cause.Asked(var field, var at)) -> new Caused.Field("drift", field, at);
            case Cause.Drift(Cause.Unwritten(var field, var at)) -> new Caused.Field("drift", field, at);
            case Cause.Drift _ -> new Caused.Other("drift");
        };
    }

    /** Not derived from the constant's name, which may be renamed. */
    private static String word(Effect.Kind kind) {
        return switch (kind) {
            case NOTHING_RESTARTS -> "nothing-restarts";
            case TASKS_START -> "tasks-start";
            case TASKS_STOP -> "tasks-stop";
            case TASKS_RESTART -> "tasks-restart";
            case REDIS_RESTARTS -> "redis-restarts";
            case COPY_RESTARTS -> "copy-restarts";
            case WRITES_WAIT -> "writes-wait";
            case GATEWAY_RESTARTS -> "gateway-restarts";
            case COUNT_LOST -> "count-lost";
        };
    }
}
