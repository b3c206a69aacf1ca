package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a Redis that is alone starts on what it finds in its volume: the script itself, and echo in Redis' place. */
final class StartShardTest {
    private static final Path SCRIPT =
            Path.of("src/main/resources/dev/skep/desired/start-shard.sh").toAbsolutePath();

    private static final int STARTED = 0;
    private static final int FOUND_NOTHING = 78;

    @TempDir
    private Path volume;

    @TempDir
    private Path container;

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "aof, appendonlydir/appendonly.aof.manifest",
        "aof, appendonly.aof",
        "rdb, skep-started",
        "rdb, dump.rdb",
        "rdb, skep-started skep-saved dump.rdb",
        "'', skep-started skep-saved"
    })
    void itStartsOnWhatIsThereAndOnWhatIsNew(String known, String files) throws Exception {
        assertEquals(STARTED, start(known, files));
    }

    @ParameterizedTest
    @CsvSource({"aof, ''", "aof, appendonlydir/other", "rdb, ''", "rdb, skep-started skep-saved"})
    void itDoesNotStartWhereWhatWasCountedIsGone(String known, String files) throws Exception {
        assertEquals(FOUND_NOTHING, start(known, files));
    }

    @Test
    void ofASnapshotItRemembersThatThereWasOneUntilItBeginsAnew() throws Exception {
        start("rdb", "skep-started dump.rdb");
        Files.delete(volume.resolve("dump.rdb"));
        assertEquals(FOUND_NOTHING, start("rdb", ""));
        assertEquals(STARTED, start("", ""), "its loss was accepted");
        assertEquals(STARTED, start("rdb", ""), "before its next first snapshot");
    }

    /** How it ends where the swarm says that data so written are there, and these files are. */
    private int start(String known, String files) throws IOException, InterruptedException {
        for (var name : files.isEmpty() ? List.<String>of() : List.of(files.split(" ", -1))) {
            Files.createDirectories(volume.resolve(name).getParent());
            Files.writeString(volume.resolve(name), "");
        }
        var conf = Files.writeString(container.resolve("redis.conf"), "dir " + volume + "\n");
        var builder = new ProcessBuilder("sh", SCRIPT.toString(), "echo", conf.toString());
        builder.environment().put("SKEP_HOLDS_DATA", known);
        builder.redirectErrorStream(true)
                .redirectOutput(container.resolve("log").toFile());
        return builder.start().waitFor();
    }
}
