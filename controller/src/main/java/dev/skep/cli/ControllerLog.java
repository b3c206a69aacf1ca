package dev.skep.cli;

import dev.skep.desired.ControllerService;
import dev.skep.loop.Wanted;
import dev.skep.status.Event;
import dev.skep.status.LastFailure;
import dev.skep.swarm.Containers;
import dev.skep.swarm.Containers.Until;
import dev.skep.swarm.EngineApi;
import dev.skep.swarm.SwarmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The controller's log, read as events; only the engine of its node has it (docs/decisions/0010). */
final class ControllerLog {
    private final Containers containers;

    ControllerLog(EngineApi engine) {
        this.containers = new Containers(engine, ControllerService.NAME);
    }

    /** The ids of its containers, also of those that ended; the oldest first. */
    List<String> containers() {
        return containers.ids();
    }

    /** Hands over what a container's controller told; nothing where Swarm, which keeps the last few only, has just removed it. */
    void read(String container, Until until, Consumer<Event> event) {
        try {
            containers.read(container, until, line -> event(line).ifPresent(event));
        } catch (SwarmException.Gone | SwarmException.NameTaken e) {
            return; // engines say "conflict" of one that is being removed
        }
    }

    /**
     * What the controller that runs now, or ran last, could not do of what there is to do. Nothing is known of it at another
     * node's engine, or where a proxy of the socket or the driver of the logs keeps them to itself.
     */
    Map<String, LastFailure> failures(Collection<Wanted> wanted) {
        if (wanted.stream().allMatch(w -> w.plan().isEmpty())) {
            return Map.of();
        }
        var events = new ArrayList<Event>();
        try {
            containers().reversed().stream().limit(1).forEach(id -> read(id, Until.NOW, events::add));
        } catch (SwarmException.Refused e) {
            return Map.of();
        }
        return LastFailure.of(events);
    }

    private static Optional<Event> event(String line) {
        var fields = LogFields.parse(line);
        return Optional.ofNullable(fields.get("ts"))
                .flatMap(ControllerLog::instant)
                .flatMap(at -> Event.of(at, fields));
    }

    /** The driver of the log may have cut a line, or another program's image runs as the controller. */
    private static Optional<Instant> instant(String written) {
        try {
            return Optional.of(Instant.parse(written));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
