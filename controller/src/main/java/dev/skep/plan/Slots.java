package dev.skep.plan;

import dev.skep.backup.Ask;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Group;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedTask;
import java.util.stream.Stream;

/** In whose slots tasks of the app count, or will: the shards of all others are of no use any more (docs/decisions/0028). */
record Slots(Desired desired, Observed observed) {
    /** Whether nobody is to count in this shard, by what is wanted and where Swarm's tasks are. */
    boolean leaves(DesiredService shard) {
        var slot = slot(shard);
        return desired.app().filter(app -> slot > observed.wanted(app.spec())).isPresent()
                && tasks().noneMatch(t -> t.slot() == slot && stays(t));
    }

    /** Whether nobody may count in it, not even a task that is about to end. */
    boolean free(DesiredService shard) {
        var slot = slot(shard);
        return tasks().noneMatch(t -> t.slot() == slot);
    }

    /**
     * Whether every task that may count is as the manifest says, and as many as it says. One of before may not know that a
     * counter can be in another's, and would add it up twice.
     */
    boolean asWanted() {
        return desired.app()
                .filter(app -> observed.service(app.name())
                        .filter(there -> observed.wanted(there) == observed.wanted(app.spec()))
                        .filter(_ -> tasks().allMatch(t -> t.templateHash().equals(app.templateHash())))
                        .isPresent())
                .isPresent();
    }

    /** Whether somebody waits for a backup or a restore: what is half restored must not be added to what is. */
    boolean asked() {
        return !Ask.open(desired.name(), observed).isEmpty();
    }

    /** One that takes the place of another is made before it is to run. */
    private static boolean stays(ObservedTask task) {
        return switch (task.desiredState()) {
            case "shutdown", "remove" -> false;
            default -> true;
        };
    }

    private static int slot(DesiredService shard) {
        return Group.slot(shard.spec().path("Labels").path(Labels.GROUP).asText());
    }

    /** Those that may count. */
    private Stream<ObservedTask> tasks() {
        return desired.app().flatMap(app -> observed.service(app.name())).stream()
                .flatMap(there -> observed.tasksOf(there).stream())
                .filter(t -> !t.ended());
    }
}
