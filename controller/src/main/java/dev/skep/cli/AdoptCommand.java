package dev.skep.cli;

import dev.skep.desired.DesiredService;
import dev.skep.loop.Wanted;
import dev.skep.manifest.Manifest;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.plan.Adoption;
import dev.skep.plan.Change;
import dev.skep.swarm.Swarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "adopt",
        description = {
            "Makes services that somebody else made, and that have the names that a manifest asks for, Skep's own.",
            "Their tasks run on where they are as the manifest asks; where not, the differences are listed.",
            "What docker stack deploy made for a stack of the manifest's name counts as well, as NAME_app for NAME-app,",
            "while the manifest has spec.suspend: true, for else Skep makes NAME-app itself."
        },
        mixinStandardHelpOptions = true)
final class AdoptCommand implements Callable<Integer> {
    /** A service of somebody else's, what it is to be, and what of its tasks is otherwise. */
    private record Foreign(ObservedService there, DesiredService desired, List<Change> differences) {}

    @Spec
    private CommandSpec command;

    @Mixin
    private FolderOption folder;

    @Option(names = "--restart", description = "adopt it also where it differs: the controller then replaces its tasks")
    private boolean restart;

    @Parameters(paramLabel = "NAME", description = "the manifest's name")
    private String name;

    @Override
    public Integer call() {
        var swarm = Session.open().swarm();
        var observed = swarm.observe();
        var read = Session.read(Session.folder(folder.folder(), observed));
        var wanted = Wanted.of(name, read, observed, Session.fingerprint(observed));
        var manifest = wanted.manifest()
                .orElseThrow(() -> new CannotGoOn("no valid manifest is named %s; there is: %s"
                        .formatted(name, String.join(" ", Wanted.askedFor(read)))));
        var foreign = foreign(wanted, manifest, swarm, observed);
        refuseUnlessSuspended(foreign, manifest);
        refuseDifferences(foreign);
        for (var service : foreign) {
            var there = service.there();
            swarm.updateService(
                    there.id(), there.version(), Adoption.labelled(there, service.desired(), service.differences()));
            var tasks = service.differences().isEmpty() ? "its tasks run on" : "the controller replaces its tasks";
            command.commandLine().getOut().println(there.nameInSwarm() + ": adopted; " + tasks);
        }
        return Exit.DONE;
    }

    private static List<Foreign> foreign(Wanted wanted, Manifest manifest, Swarm swarm, Observed observed) {
        var foreign = new ArrayList<Foreign>();
        for (var desired : wanted.desired().services()) {
            foreignOf(desired, manifest, swarm, observed)
                    .ifPresent(there -> foreign.add(new Foreign(
                            there, desired, Adoption.differences(there, desired, manifest, observed.networkNames()))));
        }
        if (foreign.isEmpty()) {
            throw new CannotGoOn(
                    "nothing is to be adopted: what is missing of %s has no service of somebody else's, nor one of `docker stack deploy` that is named %s"
                            .formatted(
                                    names(wanted, DesiredService::name),
                                    names(wanted, d -> Adoption.nameInStack(manifest.name(), d))));
        }
        return foreign;
    }

    private static String names(Wanted wanted, Function<DesiredService, String> name) {
        return wanted.desired().services().stream().map(name).collect(Collectors.joining(" or "));
    }

    /** What Skep has made itself is not given up for another. */
    private static Optional<ObservedService> foreignOf(
            DesiredService desired, Manifest manifest, Swarm swarm, Observed observed) {
        return observed.service(desired.name()).isPresent()
                ? Optional.empty()
                : swarm.find(desired.name())
                        .or(() -> swarm.find(Adoption.nameInStack(manifest.name(), desired))
                                .filter(s -> s.label(Labels.STACK).equals(manifest.name())))
                        .filter(s -> s.label(Labels.NAME).isEmpty());
    }

    /** Of two that stand for the same the controller would keep both. */
    private static void refuseUnlessSuspended(List<Foreign> foreign, Manifest manifest) {
        foreign.stream()
                .filter(f -> !f.there().nameInSwarm().equals(f.desired().name()))
                .filter(_ -> !manifest.spec().suspend())
                .findFirst()
                .ifPresent(f -> {
                    throw new CannotGoOn(
                            "%s can stand for %s only while Skep does not make that itself: write spec.suspend: true into the manifest until it is adopted"
                                    .formatted(
                                            f.there().nameInSwarm(), f.desired().name()));
                });
    }

    private void refuseDifferences(List<Foreign> foreign) {
        var differing = foreign.stream().filter(f -> !f.differences().isEmpty()).toList();
        if (differing.isEmpty() || restart) {
            return;
        }
        for (var service : differing) {
            command.commandLine().getErr().println(service.there().nameInSwarm() + " is not as the manifest asks:");
            service.differences().forEach(d -> command.commandLine().getErr().println("  " + d));
        }
        throw new CannotGoOn(
                "nothing was adopted: with these differences Swarm would replace the tasks; mend the manifest or the service, or say --restart");
    }
}
