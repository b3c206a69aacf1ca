package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.backup.Answer;
import dev.skep.backup.Ask;
import dev.skep.backup.Backup;
import dev.skep.backup.BackupText;
import dev.skep.backup.Counters;
import dev.skep.backup.Spread;
import dev.skep.observed.Observed;
import dev.skep.plan.Precaution;
import dev.skep.plan.Step;
import dev.skep.status.EventReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One thing that a person asked for: a backup, or a restore.
 *
 * @param done told of each step that was done for it
 */
record Errand(Ask ask, Wanted wanted, Observed observed, Actor actor, Consumer<Step> done) {
    /**
     * What who asked, and who reads the log, is told.
     *
     * @param text for who asked: a program may read it
     * @param details for people
     */
    record Told(Answer.Kind kind, EventReason reason, String text, String details) {
        static Told refused(String why) {
            return new Told(Answer.Kind.REFUSED, EventReason.NOT_DONE, why, why);
        }
    }

    /**
     * Does it.
     *
     * @throws dev.skep.act.NotNow if it is not possible yet
     */
    Told run() {
        var counters = Counters.of(wanted.name(), observed);
        if (counters.groups().isEmpty()) {
            return Told.refused("there is no Redis of " + wanted.name());
        }
        if (counters.mixed()) {
            return Told.refused("there are Redis of several modes: wait until the change of redis.mode has ended");
        }
        return switch (ask.wish()) {
            case BACKUP -> backup(counters);
            case RESTORE -> restore(counters);
        };
    }

    private Told backup(Counters counters) {
        if (ask.isStale(observed.at())) {
            return tooLate();
        }
        var backup = actor.backUp(counters, wanted.desired(), observed);
        var text = BackupText.write(backup);
        if (text.getBytes(StandardCharsets.UTF_8).length > BackupText.MOST_BYTES) {
            return Told.refused("it would be larger than the %d bytes that a config of Swarm may have: in the last hour"
                            .formatted(BackupText.MOST_BYTES)
                    + " too many app tasks began to count; try again in an hour");
        }
        return new Told(Answer.Kind.DONE, EventReason.BACKED_UP, text, "a backup: " + backup.sum());
    }

    private Told restore(Counters counters) {
        return switch (BackupText.read(ask.text())) {
            case BackupText.Read.Damaged(var why) -> Told.refused("the backup that was handed over: " + why);
            case BackupText.Read.Sound(var backup) ->
                wanted.suspended()
                        ? Told.refused("spec.suspend is true: write false first, nothing is changed until then")
                        : restore(backup, counters);
        };
    }

    /**
     * All must answer before one is changed, and what they hold is kept; where one was, whoever did that was stopped, and it is
     * brought to its end.
     */
    private Told restore(Backup backup, Counters counters) {
        var id = Backup.OWN + ask.id();
        var begun = actor.restored(id, wanted.desired(), observed).containsValue(true);
        if (!begun && ask.isStale(observed.at())) {
            return tooLate();
        }
        var kept = begun
                ? Optional.<Step>empty()
                : Optional.of(Precaution.beforeRestore(ask.id(), wanted.desired(), observed));
        kept.ifPresent(k -> actor.write(k, wanted.name()));
        var to = Spread.of(backup, counters.groups());
        var before = sum(
                List.copyOf(actor.restore(id, to, wanted.desired(), observed).values()));
        kept.ifPresent(done); // told once, however often it was tried
        var what = "%d -> %d, as of %s; what there was before is kept: skep backup %s --list"
                .formatted(before, backup.sum(), backup.taken(), wanted.name());
        return new Told(Answer.Kind.DONE, EventReason.RESTORED, what, what);
    }

    /** It could not be done in time: whether nothing of it was, nobody knows who was not answered. */
    Told outOfTime(String why) {
        var what = "not within %d s: %s".formatted(Ask.VALID.toSeconds(), why);
        return Told.refused(
                switch (ask.wish()) {
                    case BACKUP -> what;
                    case RESTORE ->
                        what
                                + "; it may have been done, or a part of it: mend that, and say it again with the same file";
                });
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    private Told tooLate() {
        return Told.refused(
                ("it was asked for at %s, and here it is %s: it is not done any more; say it again (if that was just now, the"
                                + " clocks of these machines differ)")
                        .formatted(ask.asked(), observed.at()));
    }
}
