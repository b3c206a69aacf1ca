package dev.skep.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --manifests}. */
final class FolderOption {
    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            description = "the manifests (default: the controller's folder, else ./manifests)")
    private Path folder;

    Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }
}
