package dev.skep.bench.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One or more equal servers at work on loopback ports of their own, with the Redis that they share. */
final class Site implements AutoCloseable {
    private final Contender contender;
    private final Path folder;
    private final List<Child> servers = new ArrayList<>();
    private final List<URI> urls = new ArrayList<>();
    private Optional<Child> redis = Optional.empty();

    private Site(Contender contender, Path folder) {
        this.contender = contender;
        this.folder = folder;
    }

    /** Starts so many, and waits until they serve. */
    static Site open(Contender contender, AppImage app, int instances) throws Exception {
        var site = new Site(contender, Files.createTempDirectory("skep-bench-http"));
        try {
            site.start(app, instances);
            return site;
        } catch (Exception e) {
            site.close();
            throw e;
        }
    }

    private void start(AppImage app, int instances) throws IOException, InterruptedException {
        var redisPort = Child.freePort();
        if (contender.fsync().isPresent()) {
            redis = Optional.of(
                    new Child(folder, redis(folder, redisPort, contender.fsync().get()), Map.of()));
            redis.get().awaitPort(redisPort);
        }
        for (var instance = 0; instance < instances; instance++) {
            var port = Child.freePort();
            var server = contender.launch().at(new Contender.Place(app, folder, port, redisPort));
            servers.add(server);
            server.awaitPort(port);
            urls.add(URI.create("http://127.0.0.1:" + port + contender.path()));
        }
    }

    static List<String> redis(Path folder, int port, String fsync) {
        var command = new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", folder.toString(), "--save", "", "--appendonly", "yes"));
        command.addAll(List.of("--appendfsync", fsync));
        return command;
    }

    List<URI> urls() {
        return List.copyOf(urls);
    }

    Duration serverTime() throws IOException {
        var sum = Duration.ZERO;
        for (var server : servers) {
            sum = sum.plus(server.processorTime());
        }
        return sum;
    }

    Duration redisTime() throws IOException {
        return redis.isPresent() ? redis.get().processorTime() : Duration.ZERO;
    }

    @Override
    public void close() {
        servers.forEach(Child::close);
        redis.ifPresent(Child::close);
        Folders.delete(folder);
    }
}
