package dev.skep.cli;

import dev.skep.manifest.FieldHelp;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description = {
            "Tells what a field of a manifest is, may be and does, and what changing it causes.",
            "Without FIELD it tells of the whole manifest."
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private Output output;

    @Parameters(
            paramLabel = "FIELD",
            arity = "0..1",
            defaultValue = "",
            description = "a path such as spec.app.expose, or the end of one, such as redis.mode")
    private String field = "";

    @Override
    public Integer call() {
        var found = field.isEmpty() ? List.of(FieldHelp.whole()) : FieldHelp.of(field);
        if (found.isEmpty()) {
            throw new CannotGoOn("a manifest has no field '%s'; %s"
                    .formatted(
                            field,
                            FieldHelp.nearest(field)
                                    .map("did you mean '%s'?"::formatted)
                                    .orElse("skep explain lists them")));
        }
        var out = command.commandLine().getOut();
        if (output.json()) {
            out.println(Output.json(found));
        } else {
            out.print(String.join("\n", found.stream().map(ExplainText::of).toList()));
            out.flush();
        }
        return Exit.DONE;
    }
}
