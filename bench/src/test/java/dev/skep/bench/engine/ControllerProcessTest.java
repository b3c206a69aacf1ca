package dev.skep.bench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControllerProcessTest {
    @Test
    void runsTheControllerWithTheFlagsOfItsImage() throws IOException {
        var flags = ControllerProcess.entryPoint(Files.readString(Path.of("../Dockerfile.controller")));

        assertEquals(List.of("-jar", "/opt/skep/controller.jar"), flags.subList(flags.size() - 2, flags.size()));
        assertEquals(1, flags.stream().filter(f -> f.startsWith("-Xmx")).count(), flags::toString);
    }
}
