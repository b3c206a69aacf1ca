package dev.skep.bench.run;

import java.nio.file.Path;

/** Where the checkout is. */
public final class Root {
    private Root() {}

    /** As {@code ./skep} says, or here. */
    public static Path folder() {
        return Path.of(System.getenv().getOrDefault("SKEP_ROOT", ".")).toAbsolutePath();
    }
}
