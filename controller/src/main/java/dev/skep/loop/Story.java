package dev.skep.loop;

import dev.skep.plan.Explained;
import dev.skep.plan.HealStep;
import dev.skep.plan.Hold;
import dev.skep.status.EventReason;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The log that users read: a line for each decision, and nothing twice while nothing changes. Each line is marked with
 * its reason, one word for programs: it is an event, too.
 */
final class Story {
    private static final Logger LOG = LoggerFactory.getLogger("skep");

    /** What a line is about: no manifest can be named so that it is taken for something else. */
    private enum Kind {
        SWARM,
        FOLDER,
        HINTS,
        STATE,
        WAY,
        HOLDS,
        RIVAL,
        BUG
    }

    private record Topic(Kind kind, String name) {}

    private final Map<Topic, String> last = new ConcurrentHashMap<>();

    /** A step that was done. */
    void did(String name, Explained step) {
        newsOf(name);
        var line = line(Level.INFO, step.step().kind())
                .addKeyValue("name", name)
                .addKeyValue("why", step.step().why());
        line = listed(line, "changes", step.changes());
        listed(line, "effect", step.effects()).log(step.step().what());
    }

    /** What was said to a Redis or a Sentinel. */
    void healed(String name, HealStep step) {
        newsOf(name);
        line(Level.INFO, EventReason.HEALED.word())
                .addKeyValue("name", name)
                .addKeyValue("why", step.why())
                .log(step.what());
    }

    /** What became of what a person asked for. */
    void errand(String name, EventReason reason, String details) {
        newsOf(name);
        line(reason == EventReason.NOT_DONE ? Level.WARN : Level.INFO, reason.word())
                .addKeyValue("name", name)
                .addKeyValue("detail", details)
                .log("asked for by a person");
    }

    private static LoggingEventBuilder listed(LoggingEventBuilder line, String key, List<?> values) {
        return values.isEmpty()
                ? line
                : line.addKeyValue(key, values.stream().map(Object::toString).collect(Collectors.joining("; ")));
    }

    /** The state of a name, told when it is another than last time. */
    void state(String name, EventReason state, String details) {
        if (changed(Kind.STATE, name, state + details)) {
            var line = line(Level.INFO, state.word()).addKeyValue("name", name);
            (details.isEmpty() ? line : line.addKeyValue("detail", details))
                    .log(state.word().toLowerCase(Locale.ROOT));
        }
    }

    /** What is held for a name, in one line: it is told again only when it is another. */
    void held(String name, List<Hold> holds) {
        if (holds.isEmpty()) {
            last.remove(new Topic(Kind.HOLDS, name));
            return;
        }
        var reasons = holds.stream().map(Hold::reason).collect(Collectors.joining(", "));
        var messages = holds.stream().map(Hold::message).collect(Collectors.joining("; "));
        if (changed(Kind.HOLDS, name, reasons + messages)) {
            newsOf(name);
            line(Level.WARN, holds.getFirst().reason())
                    .addKeyValue("name", name)
                    .addKeyValue("detail", messages)
                    .log("held: " + reasons);
        }
    }

    /** How a counter is reached, where its manifest leaves that to Skep; told when it is another way than last time. */
    void exposed(String name, String way, String why) {
        if (changed(Kind.WAY, name, way)) {
            newsOf(name);
            line(Level.INFO, EventReason.EXPOSED.word())
                    .addKeyValue("name", name)
                    .addKeyValue("why", why)
                    .log("via auto: " + way);
        }
    }

    /** Somebody undoes again and again what Skep does; told once. */
    void fight(String name, Explained over) {
        var what = over.step().what();
        if (changed(Kind.RIVAL, name, what)) {
            newsOf(name);
            var line = line(Level.WARN, EventReason.UNDONE.word())
                    .addKeyValue("name", name)
                    .addKeyValue("what", what);
            listed(line, "changes", over.changes())
                    .log(
                            "somebody keeps undoing it: find out who, or set spec.suspend; it is done more and more rarely");
        }
    }

    /** Nobody undoes anything any more. */
    void peace(String name) {
        last.remove(new Topic(Kind.RIVAL, name));
    }

    /** The swarm answers; told after it did not, and when its nodes are more or fewer. */
    void reachable(int nodes) {
        if (changed(Kind.SWARM, "", nodes + " nodes")) {
            notice(EventReason.SWARM_REACHABLE, "swarm reachable", nodes + " nodes");
        }
    }

    /** The swarm does not answer; told once, whatever it was that got no answer. */
    void unreachable(String why) {
        if (changed(Kind.SWARM, "", "unreachable")) {
            warning(EventReason.SWARM_UNREACHABLE, "swarm unreachable", why);
        }
    }

    /** What the folder holds. */
    void folderRead(int valid, int errors) {
        var count = valid + " valid, " + errors + " errors";
        if (changed(Kind.FOLDER, "", count)) {
            notice(EventReason.MANIFESTS_READ, "manifests read", count);
        }
    }

    /** The folder cannot be read. */
    void folderUnreadable(String why) {
        if (changed(Kind.FOLDER, "", why)) {
            warning(EventReason.MANIFESTS_UNREADABLE, "manifests unreadable", why);
        }
    }

    /** The kernel tells of changes in the folder; told after it did not. */
    void folderHinted() {
        var before = last.remove(new Topic(Kind.HINTS, ""));
        if (before != null) {
            notice(EventReason.FOLDER_WATCHED, "folder watched", "a change is seen at once again");
        }
    }

    /** The kernel tells nothing; told once. */
    void folderUnhinted(String why) {
        if (changed(Kind.HINTS, "", why)) {
            warning(
                    EventReason.FOLDER_POLLED,
                    "folder polled",
                    why
                            + ": a change is seen within a second or two; at once again when fs.inotify's limits are raised");
        }
    }

    /** A manifest that is not followed, and why. */
    void refused(String at, String problem) {
        line(Level.WARN, EventReason.MANIFEST_REFUSED.word())
                .addKeyValue("at", at)
                .addKeyValue("problem", problem)
                .log("manifest refused");
    }

    /** A step that failed; the next try is told only where the reason is another. */
    void failed(String name, String why, Duration nextTry) {
        if (changed(Kind.STATE, name, why)) {
            line(Level.WARN, EventReason.FAILED.word())
                    .addKeyValue("name", name)
                    .addKeyValue("why", why)
                    .addKeyValue("next_try_ms", nextTry.toMillis())
                    .log("failed");
        }
    }

    /** What should not happen, for one name; told once as long as it is the same. */
    void bug(String name, Throwable e) {
        if (changed(Kind.BUG, name, Objects.toString(e))) {
            newsOf(name);
            bugLine(e).addKeyValue("name", name).log("bug");
        }
    }

    /** What should not happen, for no name in particular; told once as long as it is the same. */
    void bug(Throwable e) {
        if (changed(Kind.BUG, "", Objects.toString(e))) {
            bugLine(e).log("bug");
        }
    }

    /** It was told to end, and does. */
    void stopped(String details) {
        notice(EventReason.STOPPED, "stopped", details);
    }

    /** Who reads takes the last line of a name for how it is: its state, as it then is, is told again, even if it was before. */
    private void newsOf(String name) {
        last.remove(new Topic(Kind.STATE, name));
    }

    /** A name that is no more. */
    void forget(String name) {
        last.keySet().removeIf(t -> t.name().equals(name));
    }

    private static LoggingEventBuilder bugLine(Throwable e) {
        return line(Level.ERROR, EventReason.BUG.word())
                .addKeyValue("detail", e)
                .setCause(e);
    }

    private static void notice(EventReason reason, String what, String details) {
        line(Level.INFO, reason.word()).addKeyValue("detail", details).log(what);
    }

    private static void warning(EventReason reason, String what, String details) {
        line(Level.WARN, reason.word()).addKeyValue("detail", details).log(what);
    }

    private static LoggingEventBuilder line(Level level, String reason) {
        return LOG.atLevel(level).addMarker(MarkerFactory.getMarker(reason));
    }

    private boolean changed(Kind kind, String name, String state) {
        return !state.equals(last.put(new Topic(kind, name), state));
    }
}
