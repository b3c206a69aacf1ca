package dev.skep.cli;

import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.status.Urls;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "url", description = "Prints where a counter answers, one URL a line.", mixinStandardHelpOptions = true)
final class UrlCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "NAME", description = "the manifest's name")
    private String name;

    @Override
    public Integer call() {
        var observed = Session.open().swarm().observe();
        var counters = counters(observed);
        if (!counters.contains(name)) {
            throw new CannotGoOn("no counter named %s runs; those that do: %s"
                    .formatted(name, counters.isEmpty() ? "none" : String.join(", ", counters)));
        }
        List<String> urls = Urls.of(name, observed);
        var out = command.commandLine().getOut();
        if (output.json()) {
            out.println(Output.json(urls));
        } else if (urls.isEmpty()) {
            throw new CannotGoOn(name + " is not reached from outside the swarm (yet): skep status " + name);
        } else {
            urls.forEach(out::println);
        }
        return Exit.DONE;
    }

    /** The manifests that an app runs for. */
    private static Set<String> counters(Observed observed) {
        return observed.services().stream()
                .filter(s -> s.label(Labels.COMPONENT).equals("app"))
                .map(s -> s.label(Labels.NAME))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
