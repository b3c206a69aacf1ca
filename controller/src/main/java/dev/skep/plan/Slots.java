package dev.skep.plan;

import dev.skep.backup.Ask;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Group;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedTask;
import java.util.stream.Stream;

/** Where tasks of the app count, or will: all other counters are of no use any more (docs/decisions/0028, 0031). */
record Slots(Desired desired, Observed observed) {
    /**
     * Whether nobody is to count in it, by what is wanted and where Swarm's tasks are. Of another mode than the wanted one all leave,
     * though tasks may still count there.
     */
    boolean leaves(DesiredService counter) {
        if (!desired.ofMode(counter)) {
            return true;
        }
        if (!Group.shard(counter.group())) {
            return false;
        }
        var slot = Group.slot(counter.group());
        return desired.app().filter(app -> slot > observed.wanted(app.spec())).isPresent()
                && tasks().noneMatch(t -> t.slot() == slot && t.wanted());
    }

    /** Whether nobody may count in it, not even a task that is about to end, where all are {@link #asWanted}. */
    boolean free(DesiredService counter) {
        return !desired.ofMode(counter) || tasks().noneMatch(t -> t.slot() == Group.slot(counter.group()));
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

    /** Those that may count. */
    private Stream<ObservedTask> tasks() {
        return desired.app().flatMap(app -> observed.service(app.name())).stream()
                .flatMap(there -> observed.tasksOf(there).stream())
                .filter(t -> !t.ended());
    }
}
