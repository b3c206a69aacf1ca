package dev.skep.cli;

import dev.skep.plan.Effect;
import dev.skep.plan.Explained;
import dev.skep.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A plan for people to read. */
final class PlanText {
    private PlanText() {}

    static List<String> lines(Plan plan, List<Explained> steps) {
        if (plan.isEmpty() && plan.holds().isEmpty() && plan.waits().isEmpty()) {
            return List.of(plan.name() + ": nothing to do");
        }
        var lines = new ArrayList<String>();
        lines.add(plan.name() + ": " + (steps.size() == 1 ? "1 step" : steps.size() + " steps"));
        for (var step : steps) {
            lines.add("  " + step.step().what() + "  (" + step.step().why() + ")");
            step.changes().forEach(c -> lines.add("    " + c));
            if (!step.effects().isEmpty()) {
                lines.add(step.effects().stream()
                        .map(Effect::text)
                        .collect(Collectors.joining("; ", "    effect: ", "")));
            }
        }
        plan.waits().forEach(w -> lines.add("  waits: " + w));
        plan.holds().forEach(h -> lines.add("  held: " + h.reason() + ": " + h.message()));
        return lines;
    }
}
