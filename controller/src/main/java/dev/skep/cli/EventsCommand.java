package dev.skep.cli;

import dev.skep.desired.ControllerService;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedTask;
import dev.skep.status.Event;
import dev.skep.swarm.Containers.Until;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "events",
        description = {
            "Shows what the controller did and saw, the oldest first: when, for which manifest, why, what.",
            "Read from the log of its containers, so of the engine on whose node it runs."
        },
        mixinStandardHelpOptions = true)
final class EventsCommand implements Callable<Integer> {
    /** A new controller's container comes a few seconds after the old one's end. */
    private static final long LOOK_SECONDS = 1;

    @Spec
    private CommandSpec command;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "only of this manifest")
    private Optional<String> name = Optional.empty();

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what comes, also from the next controller; as JSON it is one object a line")
    private boolean follow;

    private final Set<String> read = new HashSet<>();

    @Override
    public Integer call() throws InterruptedException {
        var session = Session.open();
        var log = new ControllerLog(session.engine());
        var here = session.engine()
                .get("/info", Map.of())
                .path("Swarm")
                .path("NodeID")
                .asText();
        if (log.containers().isEmpty()) {
            throw new CannotGoOn(whereElse(session.swarm().observe(), here));
        }
        var printed = EventsOutput.of(command.commandLine().getOut(), output, follow);
        readAll(log, printed);
        while (follow && runsHere(session.swarm().observe(), here)) {
            TimeUnit.SECONDS.sleep(LOOK_SECONDS);
            readAll(log, printed);
        }
        printed.end();
        return Exit.DONE;
    }

    private void readAll(ControllerLog log, EventsOutput printed) {
        var until = follow ? Until.ENDED : Until.NOW;
        log.containers().stream().filter(read::add).forEach(id -> log.read(id, until, event -> print(event, printed)));
    }

    private void print(Event event, EventsOutput printed) {
        if (name.isEmpty() || name.equals(event.manifest())) {
            printed.print(event);
        }
    }

    /** Whether there is anything to wait for; a controller that was moved tells its events elsewhere. */
    private static boolean runsHere(Observed observed, String here) {
        if (observed.service(ControllerService.NAME).isEmpty()) {
            return false;
        }
        if (node(observed).filter(n -> !n.id().equals(here)).isPresent()) {
            throw new CannotGoOn(whereElse(observed, here));
        }
        return true;
    }

    private static String whereElse(Observed observed, String here) {
        if (observed.service(ControllerService.NAME).isEmpty()) {
            return "no controller runs in this swarm, so nothing is done and told; start it: ./skep up";
        }
        return node(observed)
                .filter(n -> !n.id().equals(here))
                .map(n ->
                        "the controller runs on node %s (%s), and only that node's engine has its log: name it in DOCKER_HOST"
                                .formatted(n.hostname(), n.address()))
                .orElse("the controller has not started yet; see: docker service ps --no-trunc "
                        + ControllerService.NAME);
    }

    /** Where its task runs. */
    private static Optional<ObservedNode> node(Observed observed) {
        return observed.service(ControllerService.NAME).stream()
                .flatMap(s -> observed.tasksOf(s).stream())
                .filter(ObservedTask::running)
                .flatMap(t -> Optional.ofNullable(observed.nodesById().get(t.nodeId())).stream())
                .findFirst();
    }
}
