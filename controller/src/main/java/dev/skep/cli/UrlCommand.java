package dev.skep.cli;

import dev.skep.observed.Labels;
import dev.skep.status.Urls;
import java.util.List;
import java.util.concurrent.Callable;
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
        if (observed.servicesOf(name).stream()
                .noneMatch(s -> s.label(Labels.COMPONENT).equals("app"))) {
            throw new CannotGoOn(
                    "no counter named %s runs; those that do: %s".formatted(name, String.join(" ", observed.owners())));
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
}
