package dev.skep.incrementor.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real sentinel on a free port of the loopback. */
final class SentinelServer extends RedisServer {
    private final Path configuration;

    /** One that is not started yet; it keeps what it learns from one start to the next. */
    SentinelServer(Path folder, String... lines) throws IOException {
        super(folder);
        configuration = folder.resolve("sentinel.conf");
        Files.writeString(
                configuration,
                "port %d\nbind 127.0.0.1\ndir %s\n".formatted(port(), folder) + String.join("\n", lines) + "\n");
    }

    @Override
    List<String> command() {
        return List.of("redis-server", configuration.toString(), "--sentinel");
    }
}
