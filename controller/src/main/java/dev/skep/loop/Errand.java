package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.backup.Answer;
import dev.skep.backup.Ask;
import dev.skep.backup.Backup;
import dev.skep.backup.Backup.Shard;
import dev.skep.backup.BackupText;
import dev.skep.backup.Counters;
import dev.skep.backup.Holding;
import dev.skep.backup.Spread;
import dev.skep.observed.Generation;
import dev.skep.observed.History;
import dev.skep.observed.Observed;
import dev.skep.status.EventReason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One thing that a person asked for: a backup, or a restore. */
record Errand(Ask ask, Wanted wanted, Observed observed, Actor actor) {
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
        var taken = Instant.now();
        var holdings = actor.read(wanted.desired(), observed);
        var shards = counters.groups().stream()
                .map(group -> new Shard(group, withoutOwn(holdings.get(group))))
                .toList();
        var generation = History.of(wanted.name(), observed).newest().map(Generation::number);
        var backup = new Backup(wanted.name(), counters.mode(), generation.orElse(0L), taken, shards);
        var text = BackupText.write(backup);
        if (text.getBytes(StandardCharsets.UTF_8).length > BackupText.MOST_BYTES) {
            return Told.refused("it would be larger than the %d bytes that a config of Swarm may have: in the last hour"
                            .formatted(BackupText.MOST_BYTES)
                    + " too many app tasks began to count; try again in an hour");
        }
        return new Told(Answer.Kind.DONE, EventReason.BACKED_UP, text, "a backup: " + backup.sum());
    }

    private static Holding withoutOwn(Holding holding) {
        return new Holding(
                holding.count(),
                holding.writers().entrySet().stream()
                        .filter(w -> !w.getKey().startsWith(Backup.OWN))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
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

    /** All must answer before one is changed; where one was, whoever did that was stopped, and it is brought to its end. */
    private Told restore(Backup backup, Counters counters) {
        var id = Backup.OWN + ask.id();
        var begun = actor.restored(id, wanted.desired(), observed).containsValue(true);
        if (!begun && ask.isStale(observed.at())) {
            return tooLate();
        }
        var to = Spread.of(backup, counters.groups());
        var before = sum(
                List.copyOf(actor.restore(id, to, wanted.desired(), observed).values()));
        var what = "%d -> %d, as of %s".formatted(before, backup.sum(), backup.taken());
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
