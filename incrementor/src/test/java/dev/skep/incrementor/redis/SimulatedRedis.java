package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Redis in simulated time: the commands that the app and the controller use on a count, what they write, and who copies it. */
final class SimulatedRedis {
    /** No such key. */
    record Nothing() {}

    /** {@code +OK}. */
    record Status(String text) {}

    /** Starts with its code. */
    record ErrorReply(String text) {}

    /** What one command, or one script, wrote at once. */
    record Write(long at, Map<String, Value> keys) {}

    /** The text of a key, and until when it is remembered. */
    record Value(String text, long expiresAt) {}

    private static final long NEVER = Long.MAX_VALUE;
    static final String COUNTER = "counter";

    private final Simulation simulation;
    private final Scripts scripts;
    private final Map<String, String> scriptsBySha1 = new HashMap<>();
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private List<Write> stream = new ArrayList<>();
    private Map<String, Value> data = new HashMap<>();
    private Map<String, Value> written = new LinkedHashMap<>();
    private Optional<SimulatedRedis> primary = Optional.empty();
    private boolean alive = true;
    private boolean frozen;

    SimulatedRedis(Simulation simulation, Scripts scripts) {
        this.simulation = simulation;
        this.scripts = scripts;
    }

    boolean alive() {
        return alive;
    }

    boolean frozen() {
        return frozen;
    }

    Optional<SimulatedRedis> primary() {
        return primary;
    }

    /** All that was ever written to what it holds now, in order. */
    List<Write> stream() {
        return stream;
    }

    void connected(SimulatedConnection connection) {
        connections.add(connection);
    }

    /** kill -9; it keeps what its file has, which is all. */
    void die() {
        alive = false;
        frozen = false;
        scriptsBySha1.clear();
        cutAll();
    }

    void restart() {
        alive = true;
    }

    void cutAll() {
        connections.forEach(SimulatedConnection::reset);
        connections.clear();
    }

    void answerNobody() {
        connections.forEach(connection -> connection.answers(SimulatedConnection.Answers.LOST));
    }

    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
        connections.forEach(SimulatedConnection::goOn);
    }

    void becomePrimary() {
        primary = Optional.empty();
    }

    /** Throws away what it has, and takes what that one has. */
    void follow(SimulatedRedis other) {
        primary = Optional.of(other);
        stream = new ArrayList<>(other.stream);
        data = new HashMap<>(other.data);
        connections.forEach(SimulatedConnection::unblock);
        other.connections.forEach(SimulatedConnection::goOn);
    }

    /** The stream comes this far. */
    void catchUp() {
        if (!alive || frozen || primary.isEmpty() || !primary.get().alive) {
            return;
        }
        var source = primary.get();
        for (var write : List.copyOf(source.stream.subList(stream.size(), source.stream.size()))) {
            stream.add(write);
            data.putAll(write.keys());
        }
        source.connections.forEach(SimulatedConnection::goOn);
    }

    /** Answers a command; WAIT is its connection's business. */
    Object execute(List<String> command) {
        try {
            return run(command);
        } finally {
            if (!written.isEmpty()) {
                stream.add(new Write(simulation.nanoTime(), written));
                written = new LinkedHashMap<>();
            }
        }
    }

    private Object run(List<String> command) {
        return switch (command.getFirst()) {
            case "EVALSHA" -> {
                var text = scriptsBySha1.get(command.get(1));
                yield text == null ? new ErrorReply("NOSCRIPT No matching script.") : script(text, command);
            }
            case "EVAL" -> {
                scriptsBySha1.put(Scripts.sha1(command.get(1)), command.get(1));
                yield script(command.get(1), command);
            }
            case "ROLE" -> role();
            default -> call(command);
        };
    }

    private Object script(String text, List<String> command) {
        var keys = Integer.parseInt(command.get(2));
        return scripts.run(
                text, command.subList(3, 3 + keys), command.subList(3 + keys, command.size()), this::inScript);
    }

    private Object inScript(List<String> command) {
        var answer = call(command);
        if (answer instanceof ErrorReply(var why)) {
            throw new Refused(why);
        }
        return answer;
    }

    /** What an error inside a script says; the interpreter wraps it. */
    static String refusal(Throwable e) {
        return e instanceof Refused || e.getCause() == null ? e.getMessage() : refusal(e.getCause());
    }

    /** An error inside a script ends it. */
    @SuppressWarnings("serial")
    static final class Refused extends RuntimeException {
        Refused(String why) {
            super(why);
        }
    }

    private Object role() {
        return primary.isPresent()
                ? List.of("slave", "other", 6379L, "connected", 0L)
                : List.of("master", 0L, List.of());
    }

    private Object call(List<String> command) {
        var key = command.get(1);
        return switch (command.getFirst()) {
            case "GET" -> get(key).<Object>map(Value::text).orElse(new Nothing());
            case "SET" -> ifPrimary(() -> set(key, command));
            case "INCRBY" -> ifPrimary(() -> increment(key, Long.parseLong(command.get(2))));
            case "KEYS" -> keys(key.substring(0, key.length() - 1));
            case "PEXPIRE" -> ifPrimary(() -> expire(key, Long.parseLong(command.get(2))));
            default -> throw new AssertionError("the simulated Redis does not know " + command + ": teach it");
        };
    }

    private Object ifPrimary(java.util.function.Supplier<Object> write) {
        return primary.isPresent()
                ? new ErrorReply("READONLY You can't write against a read only replica.")
                : write.get();
    }

    private Object set(String key, List<String> command) {
        if (command.contains("NX") && get(key).isPresent()) {
            return new Nothing();
        }
        var px = command.indexOf("PX");
        put(key, new Value(command.get(2), px < 0 ? NEVER : in(Long.parseLong(command.get(px + 1)))));
        return new Status("OK");
    }

    private Object increment(String key, long amount) {
        var now = Math.addExact(
                get(key).map(value -> Long.parseLong(value.text())).orElse(0L), amount);
        put(key, new Value(Long.toString(now), NEVER));
        return now;
    }

    private Object expire(String key, long millis) {
        var value = get(key);
        value.ifPresent(old -> put(key, new Value(old.text(), in(millis))));
        return value.isPresent() ? 1L : 0L;
    }

    private List<String> keys(String prefix) {
        return data.keySet().stream()
                .filter(key -> key.startsWith(prefix) && get(key).isPresent())
                .sorted()
                .toList();
    }

    private long in(long millis) {
        return simulation.nanoTime() + Duration.ofMillis(millis).toNanos();
    }

    private Optional<Value> get(String key) {
        return Optional.ofNullable(data.get(key)).filter(value -> value.expiresAt() > simulation.nanoTime());
    }

    private void put(String key, Value value) {
        data.put(key, value);
        written.put(key, value);
    }
}
