package dev.skep.loop;

import dev.skep.status.EventReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gives each name that was handled back to the queue: when it is due again follows from what it came to. */
final class GivingBack implements Round.Handled {
    /** So often somebody may be faster before it is worth a line. */
    private static final int OFTEN = 5;

    private final WorkQueue queue;
    private final Story story;
    private final Telemetry telemetry;
    private final Map<String, Long> lastActed = new ConcurrentHashMap<>();

    GivingBack(WorkQueue queue, Story story, Telemetry telemetry) {
        this.queue = queue;
        this.story = story;
        this.telemetry = telemetry;
    }

    /** Whether something was done for the name after that moment (of {@link System#nanoTime}). */
    boolean actedSince(long moment, String name) {
        return lastActed.getOrDefault(name, moment) - moment > 0;
    }

    @Override
    public void handled(String name, Outcome outcome, Duration took) {
        telemetry.reconciled(outcome.word(), took);
        if (outcome instanceof Outcome.Settled) {
            lastActed.remove(name);
        } else {
            lastActed.put(name, System.nanoTime());
        }
        switch (outcome) {
            case Outcome.Settled() -> queue.done(name);
            case Outcome.LookAgain(var after) -> queue.again(name, after);
            case Outcome.InTheWay(var after) -> queue.postpone(name, after);
            case Outcome.CutShort() -> queue.postpone(name, Duration.ZERO);
            case Outcome.TooLate() -> tooLate(name, queue.failed(name, BackOff.TOO_LATE));
            case Outcome.Unanswered(var why) -> unanswered(name, why, queue.failed(name, BackOff.UNREACHABLE));
            case Outcome.Failed(var why) ->
                story.failed(name, why, queue.failed(name, BackOff.FAILED).after());
            case Outcome.Bug(var e) -> {
                // The other names go on, and this one is tried again, later and later; where telling it fails as well,
                // too.
                queue.failed(name, BackOff.FAILED);
                story.bug(name, e);
            }
        }
    }

    private void tooLate(String name, WorkQueue.Retry retry) {
        if (retry.failures() >= OFTEN) {
            story.state(name, EventReason.WAITING, "somebody else changes the same at the same time");
        }
    }

    /** Mostly the whole swarm is away, and the next look tells that once for all. */
    private void unanswered(String name, String why, WorkQueue.Retry retry) {
        if (retry.failures() > 1) {
            story.failed(name, why, retry.after());
        }
    }
}
