package dev.skep.swarm;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.skep.swarm.Swarm.SwarmEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The engine's stream of swarm events, read by a thread of its own. */
final class EventStream implements Swarm.Watch {
    private static final Map<String, String> SWARM_ONLY = Map.of(
            "filters", "{\"type\":[\"service\",\"node\",\"network\",\"secret\",\"config\"],\"scope\":[\"swarm\"]}");

    private final Response response;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EventStream(Response response) {
        this.response = response;
    }

    static EventStream open(EngineApi engine, Consumer<SwarmEvent> onEvent, Runnable ended) {
        var stream = new EventStream(engine.stream("/events", SWARM_ONLY));
        onEvent.accept(new SwarmEvent("stream", "opened", ""));
        Thread.ofVirtual().name("docker events").start(() -> stream.read(onEvent, ended));
        return stream;
    }

    private void read(Consumer<SwarmEvent> onEvent, Runnable ended) {
        // The response is what is closed: the reader's own end would wait for that of the stream.
        var lines = new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8));
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                onEvent.accept(DockerSwarm.event(line));
            }
        } catch (IOException e) {
            // The engine went away or says what nobody understands, or we closed it: the stream has ended, and that is
            // all.
        } finally {
            response.close();
            if (!closed.get()) {
                ended.run();
            }
        }
    }

    @Override
    public void close() {
        closed.set(true);
        response.close();
    }
}
