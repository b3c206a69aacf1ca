package dev.skep.loop;

import dev.skep.plan.Explained;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The log that users read: a line for each decision, and nothing twice while nothing changes. */
final class Story {
    private static final Logger LOG = LoggerFactory.getLogger("skep");

    private final Map<String, String> lastState = new ConcurrentHashMap<>();

    /** A step that was done. */
    void did(String name, Explained step) {
        var line = LOG.atInfo()
                .addKeyValue("name", name)
                .addKeyValue("why", step.step().why());
        line = listed(line, "changes", step.changes());
        listed(line, "effect", step.effects()).log(step.step().what());
    }

    private static LoggingEventBuilder listed(LoggingEventBuilder line, String key, List<?> values) {
        return values.isEmpty()
                ? line
                : line.addKeyValue(key, values.stream().map(Object::toString).collect(Collectors.joining("; ")));
    }

    /** The state of a name, told when it is another than last time. */
    void state(String name, String state, String details) {
        if (changed(name, state + details)) {
            var line = LOG.atInfo().addKeyValue("name", name);
            (details.isEmpty() ? line : line.addKeyValue("detail", details)).log(state);
        }
    }

    /** How a counter is reached, where its manifest leaves that to Skep; told when it is another way than last time. */
    void exposed(String name, String way, String why) {
        if (changed(via(name), way)) {
            LOG.atInfo().addKeyValue("name", name).addKeyValue("why", why).log("via auto: " + way);
        }
    }

    /** As {@link #state}, for what a person should look at. */
    void trouble(String name, String state, String details) {
        if (changed(name, state + details)) {
            LOG.atWarn()
                    .addKeyValue("name", name)
                    .addKeyValue("detail", details)
                    .log(state);
        }
    }

    /** A manifest that is not followed, and why. */
    void refused(String at, String problem) {
        LOG.atWarn().addKeyValue("at", at).addKeyValue("problem", problem).log("manifest refused");
    }

    /** A step that failed; the next try is told only where the reason is another. */
    void failed(String name, String why, Duration nextTry) {
        if (changed(name, why)) {
            LOG.atWarn()
                    .addKeyValue("name", name)
                    .addKeyValue("why", why)
                    .addKeyValue("next_try_ms", nextTry.toMillis())
                    .log("failed");
        }
    }

    /** What should not happen. */
    void bug(String name, RuntimeException e) {
        LOG.atError().addKeyValue("name", name).setCause(e).log("bug");
    }

    /** Something about the whole swarm or folder. */
    void notice(String what, String details) {
        LOG.atInfo().addKeyValue("detail", details).log(what);
    }

    /** A name that is no more. */
    void forget(String name) {
        lastState.remove(name);
        lastState.remove(via(name));
    }

    private static String via(String name) {
        return name + " via";
    }

    private boolean changed(String name, String state) {
        return !state.equals(lastState.put(name, state));
    }
}
