package dev.skep.cli;

import dev.skep.manifest.Manifest;
import dev.skep.manifest.ManifestFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        description = "Reads manifests and prints every error as FILE:LINE:COLUMN: message; exit 1 if there is one.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "manifests")
    private List<Path> files;

    @Override
    public Integer call() {
        var result = ManifestFiles.read(files);
        result.problems().forEach(command.commandLine().getErr()::println);
        if (!result.problems().isEmpty()) {
            return Exit.FAILED;
        }
        result.manifests().forEach(this::valid);
        return Exit.DONE;
    }

    private void valid(Manifest manifest) {
        var out = command.commandLine().getOut();
        out.println(manifest.at().file() + ": " + manifest.name() + " is valid");
        manifest.spec().redis().topology().caution().ifPresent(c -> out.println(manifest.at() + ": mind: " + c));
    }
}
