package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.observed.Generation;
import dev.skep.observed.Generation.Outcome;
import dev.skep.observed.Observed;
import dev.skep.observed.Previous;
import java.util.List;

/**
 * From a generation that failed back to the last one that ran: all of it, whatever of the failed one was done.
 *
 * @param desired what the good one asks for, by its text
 */
record WayBack(Generation failed, Generation good, Desired desired, Observed observed) {

    /** While it goes back; what ran before then runs again, and that is recorded. */
    Plan plan(String reason) {
        var story = "the rollout failed (%s): back to generation %d".formatted(reason, good.number());
        var plan = towards(story);
        var stuck = Failure.paused(desired, observed);
        if (stuck.isPresent()) {
            return plan.holding(new Hold(
                    "RollbackFailed",
                    "%s, which failed as well (%s); correct the manifest".formatted(story, stuck.get())));
        }
        return plan.isDone() && Generations.settled(desired, observed)
                ? plan.after(List.of(new Step.RecordOutcome(
                                failed, Outcome.ROLLED_BACK, reason, "generation " + good.number() + " runs again")))
                        .holding(held(reason))
                : plan.waitingFor(story);
    }

    /** Once it has gone back: what ran before is kept as it was. */
    Plan ended(String reason) {
        var plan = towards("generation %d, which runs since generation %d was rolled back"
                .formatted(good.number(), failed.number()));
        return Withdrawals.after(plan, desired, observed).holding(held(reason));
    }

    private Hold held(String reason) {
        return new Hold(
                "RolledBack",
                ("the rollout of generation %d failed (%s) and was rolled back to generation %d; the manifest must change before"
                                + " it is tried again")
                        .formatted(failed.number(), reason, good.number()));
    }

    private Plan towards(String why) {
        var aim = new Aim(desired, good.number(), Why.always(why), Aim.Pace.AT_ONCE);
        var plan = Planner.towards(aim, observed);
        return new Plan(plan.name(), plan.steps().stream().map(this::asItRan).toList(), plan.holds(), plan.waits());
    }

    /** The very image that ran, though its tag may lead to another by now. */
    private Step asItRan(Step step) {
        if (!(step instanceof Step.UpdateService update)) {
            return step;
        }
        var spec = update.spec().deepCopy();
        var container = spec.withObject("TaskTemplate").withObject("ContainerSpec");
        var image = container.path("Image").asText();
        observed.service(update.name())
                .flatMap(s -> s.previous())
                .map(Previous::image)
                .filter(ran -> SpecDiff.sameImage(ran, image))
                .ifPresent(ran -> container.put("Image", ran));
        return new Step.UpdateService(
                update.id(), update.name(), update.version(), spec, update.changes(), update.why());
    }
}
