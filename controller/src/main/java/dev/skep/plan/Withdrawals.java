package dev.skep.plan;

import dev.skep.desired.ControllerService;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.Rotation;
import java.util.List;
import java.util.stream.Stream;

/**
 * The last stage of a change of passwords: those before are taken by nobody any more (docs/decisions/0014). A Redis that
 * starts again takes them once more, as it is configured, and so each task is told.
 */
final class Withdrawals {
    private static final String WHY = "its passwords were changed, and nobody uses those before";

    private Withdrawals() {}

    /** A plan with them, once all that is wanted runs, and nothing else. */
    static Plan after(Plan plan, Desired desired, Observed observed) {
        var rotation = Rotation.of(desired.name(), observed);
        if (rotation.equals(Rotation.NONE) || !plan.isDone() || !Generations.settled(desired, observed)) {
            return plan;
        }
        if (!plan.isEmpty()) {
            return plan; // Redis is healed first: one that does not answer must not keep that from the others
        }
        var steps = steps(desired, observed, rotation);
        return steps.isEmpty() || nothingElseRuns(desired, observed)
                ? plan.after(steps)
                : plan.waitingFor("the passwords before are withdrawn once all tasks that may use them have ended");
    }

    /** A task that ends may still have requests to answer, and lose its connection. */
    private static boolean nothingElseRuns(Desired desired, Observed observed) {
        return desired.services().stream().allMatch(d -> observed.service(d.name()).stream()
                .flatMap(s -> observed.tasksOf(s).stream())
                .allMatch(t -> t.ended() || t.templateHash().equals(d.templateHash())));
    }

    private static List<Step> steps(Desired desired, Observed observed, Rotation rotation) {
        return desired.services().stream()
                .filter(d -> List.of("redis", "sentinel").contains(d.component()))
                .map(DesiredService::name)
                .flatMap(name -> observed.service(name).stream())
                .flatMap(s -> step(s, observed, rotation))
                .toList();
    }

    private static Stream<Step> step(ObservedService service, Observed observed, Rotation rotation) {
        return observed.staying(service).stream()
                .filter(t -> t.addresses().containsKey(ControllerService.REDIS_NETWORK))
                .filter(t -> !service.label(Labels.WITHDRAWN).equals(Step.WithdrawPasswords.told(t, rotation)))
                .<Step>map(t -> new Step.WithdrawPasswords(
                        service, t, t.addresses().get(ControllerService.REDIS_NETWORK), rotation, WHY))
                .limit(1);
    }
}
