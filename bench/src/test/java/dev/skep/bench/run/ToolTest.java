package dev.skep.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolTest {
    private static final Tool ABSENT = new Tool("no-such-program", "no-such-package");

    @Test
    void onlyWhatCanBeRunIsThere(@TempDir Path folder) throws Exception {
        Files.createFile(folder.resolve("wrk"));
        var docker = Files.createFile(folder.resolve("docker"));
        assertEquals(true, docker.toFile().setExecutable(true));

        assertEquals(List.of(Tool.WRK), Tool.missing("/nowhere:" + folder, Tool.WRK, Tool.DOCKER));
    }

    @Test
    void tellsWhatToInstall() {
        var refused = assertThrows(BenchException.class, () -> Tool.require(ABSENT));

        assertEquals(
                "not in the PATH: no-such-program. On Debian: apt-get install no-such-package", refused.getMessage());
    }
}
