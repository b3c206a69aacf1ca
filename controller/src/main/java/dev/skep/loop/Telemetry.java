package dev.skep.loop;

import dev.skep.manifest.FolderResult;
import dev.skep.observed.Observed;
import dev.skep.plan.Step;
import java.time.Duration;

/** What the loop tells of itself while it runs, on its own threads: who listens must be quick. */
public interface Telemetry {
    /** The loop begins another turn: it does not hang. */
    void turned();

    /** What the folder holds, or why it could not be read. */
    void read(FolderResult folder);

    /** What the swarm holds. */
    void observed(Observed observed);

    /** Why the swarm could not be read. */
    void blind(String why);

    /** A step that was done. */
    void did(Step step);

    /**
     * One name was handled.
     *
     * @param outcome one word for programs: {@code Settled}
     */
    void reconciled(String outcome, Duration took);
}
