package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Simulation;
import java.io.ByteArrayOutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connection to a simulated Redis: what is under way in both directions, and the end at the server. */
final class SimulatedConnection {
    static final Duration HOP = Duration.ofMillis(1);

    /** What becomes of the answers. */
    enum Answers {
        WHOLE,
        LOST,
        CUT,
        SLOW
    }

    private record Waiting(int offset, int replicas) {}

    private final Simulation simulation;
    private final SimulatedCluster cluster;
    private final SimulatedRedis server;
    private final Thread client;
    private final ArrayDeque<Byte> arrived = new ArrayDeque<>();
    private final StringBuilder requests = new StringBuilder();
    private final List<byte[]> unsent = new ArrayList<>();
    private Optional<Waiting> waiting = Optional.empty();
    private Answers answers = Answers.WHOLE;
    private int ownWrites;
    private boolean broken;

    SimulatedConnection(Simulation simulation, SimulatedCluster cluster, SimulatedRedis server, Thread client) {
        this.simulation = simulation;
        this.cluster = cluster;
        this.server = server;
        this.client = client;
        server.connected(this);
    }

    SimulatedRedis server() {
        return server;
    }

    void answers(Answers fate) {
        answers = fate;
    }

    // At the client.

    void send(byte[] bytes) throws SocketException {
        if (broken) {
            throw new SocketException("Connection reset");
        }
        cluster.network().carry(this, new String(bytes, StandardCharsets.UTF_8));
    }

    int receive(byte[] into, int from, int most, Duration patience) throws SocketException, SocketTimeoutException {
        var deadline = simulation.nanoTime() + patience.toNanos();
        while (arrived.isEmpty()) {
            if (broken) {
                throw new SocketException("Connection reset");
            }
            var left = deadline - simulation.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("Read timed out");
            }
            simulation.park(Duration.ofNanos(left));
        }
        var number = Math.min(most, arrived.size());
        for (var index = 0; index < number; index++) {
            into[from + index] = arrived.remove();
        }
        return number;
    }

    /** Both ends see it in a moment. */
    void reset() {
        simulation.after(HOP, () -> {
            broken = true;
            simulation.wake(client);
        });
    }

    // At the server.

    void arrive(String bytes) {
        if (server.alive()) {
            requests.append(bytes);
            goOn();
        }
    }

    /** Does what it can: not while the server is frozen, nor while it waits for its replicas. */
    void goOn() {
        if (server.frozen() || !server.alive()) {
            return;
        }
        unsent.forEach(this::deliver);
        unsent.clear();
        waiting.ifPresent(wait -> {
            if (cluster.copies(server, wait.offset()) >= wait.replicas()) {
                endWait(cluster.copies(server, wait.offset()));
            }
        });
        while (waiting.isEmpty()) {
            var command = Resp.takeCommand(requests);
            if (command.isEmpty()) {
                return;
            }
            execute(command.get());
        }
    }

    private void execute(List<String> command) {
        if (command.getFirst().equals("WAIT")) {
            beginWait(new Waiting(ownWrites, Integer.parseInt(command.get(1))), command.get(2));
            return;
        }
        var before = server.stream().size();
        var answer = answerTo(command);
        if (server.stream().size() > before) {
            ownWrites = server.stream().size();
            cluster.replicate(server);
        }
        reply(answer);
    }

    private Object answerTo(List<String> command) {
        try {
            return server.execute(command);
        } catch (org.luaj.vm2.LuaError | SimulatedRedis.Refused e) {
            return new SimulatedRedis.ErrorReply(SimulatedRedis.refusal(e));
        }
    }

    private void beginWait(Waiting wait, String millis) {
        waiting = Optional.of(wait);
        simulation.after(Duration.ofMillis(Long.parseLong(millis)), () -> {
            if (waiting.equals(Optional.of(wait))) {
                endWait(cluster.copies(server, wait.offset()));
                goOn();
            }
        });
        if (cluster.copies(server, wait.offset()) >= wait.replicas()) {
            endWait(cluster.copies(server, wait.offset()));
        }
    }

    private void endWait(int copies) {
        waiting = Optional.empty();
        reply((long) copies);
    }

    /** It became a replica: nobody will confirm any more. */
    void unblock() {
        if (waiting.isPresent()) {
            waiting = Optional.empty();
            reply(new SimulatedRedis.ErrorReply("UNBLOCKED force unblock from blocking operation"));
        }
    }

    private void reply(Object answer) {
        var out = new ByteArrayOutputStream();
        Resp.write(answer, out);
        if (server.frozen()) {
            unsent.add(out.toByteArray());
        } else {
            deliver(out.toByteArray());
        }
    }

    private void deliver(byte[] bytes) {
        switch (answers) {
            case WHOLE -> simulation.after(HOP, () -> arriveAtClient(bytes, bytes.length));
            case SLOW -> simulation.after(SimulatedNetwork.BEYOND_PATIENCE, () -> arriveAtClient(bytes, bytes.length));
            case LOST -> reset();
            case CUT -> {
                var part = simulation.choices().chance().nextInt(bytes.length);
                simulation.after(HOP, () -> arriveAtClient(bytes, part));
                reset();
                answers = Answers.LOST;
            }
        }
    }

    private void arriveAtClient(byte[] bytes, int number) {
        for (var index = 0; index < number; index++) {
            arrived.add(bytes[index]);
        }
        simulation.wake(client);
    }
}
