package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the controller does so that one counter comes, goes into another, and comes back, with its own scripts: at each look what
 * comes next by what stands there, and nothing where one does not answer. Some of it is cut, and some comes again, late.
 */
final class SimulatedFolder {
    /** What could be wrong with it. */
    enum Slip {
        NONE,
        /** What is added was read before it was closed. */
        AMOUNT_BEFORE_THE_CLOSE,
        /** What is added and whose it is are two steps. */
        WHOSE_IT_IS_LATER,
        /** The lists leave it out before it was taken. */
        LISTED_NO_MORE_BEFORE_IT_IS_TAKEN,
        /** It begins again at 0 before it was taken. */
        ADMITTED_BEFORE_IT_IS_TAKEN,
        /** Somebody counts in it before the other lists it. */
        COUNTED_IN_BEFORE_IT_IS_LISTED
    }

    static final String GUEST = "guest:6379";
    static final String HOME = "home:6379";

    private static final Map<String, String> SCRIPTS = new ConcurrentHashMap<>();
    private static final Duration A_WHILE = Duration.ofMillis(80);
    private static final int LATEST_MILLIS = 2_000;

    private final Simulation simulation;
    private final SimulatedCluster guest;
    private final SimulatedCluster home;
    private final Random chance;
    private final Slip slip;
    private boolean wanted;
    private boolean free = true;
    private int births;
    private String amountBefore = "0";

    SimulatedFolder(Simulation simulation, SimulatedCluster guest, SimulatedCluster home, Random chance, Slip slip) {
        this.simulation = simulation;
        this.guest = guest;
        this.home = home;
        this.chance = chance;
        this.slip = slip;
    }

    /** From now on the guest is wanted, or not. */
    void wants(boolean now) {
        wanted = now;
    }

    /** Whether no app counts in the guest. */
    void nobodyCounts(boolean now) {
        free = now;
    }

    /** Whether an app may begin to count in the guest. */
    boolean mayCount() {
        var open = wanted && run(guest).contains(":open:");
        return open
                && (slip == Slip.COUNTED_IN_BEFORE_IT_IS_LISTED
                        || (lists(guest, birth(guest)) && lists(home, birth(guest))));
    }

    /** Does what comes next. */
    void look() {
        if (!answers(guest) || !answers(home)) {
            return;
        }
        next().ifPresent(Runnable::run);
        amountBefore = run(guest).contains(":open:") ? get(guest, SimulatedRedis.COUNTER) : amountBefore;
    }

    private Optional<Runnable> next() {
        if (run(home).isEmpty()) {
            return Optional.of(() -> admit(home));
        }
        var closed = run(guest).contains(":closed:");
        var taken = (" " + took(home) + " ").contains(" " + birth(guest) + " ");
        if (closed && !taken) {
            return Optional.of(untaken());
        }
        var present = wanted || !run(guest).isEmpty();
        if (wanted && (run(guest).isEmpty() || taken)) {
            return Optional.of(() -> admit(guest));
        }
        var births = HOME + "," + birth(home) + (present && !taken ? " " + GUEST + "," + birth(guest) : "");
        if (!listed(home).endsWith(":" + births) || (present && !listed(guest).endsWith(":" + births))) {
            return Optional.of(() -> list(births));
        }
        return present && !wanted && !closed && free ? Optional.of(this::close) : Optional.empty();
    }

    private Runnable untaken() {
        return switch (slip) {
            case LISTED_NO_MORE_BEFORE_IT_IS_TAKEN -> {
                var births = HOME + "," + birth(home);
                yield listed(home).endsWith(":" + births) ? this::take : () -> list(births);
            }
            case ADMITTED_BEFORE_IT_IS_TAKEN -> () -> admit(guest);
            case NONE, AMOUNT_BEFORE_THE_CLOSE, WHOSE_IT_IS_LATER, COUNTED_IN_BEFORE_IT_IS_LISTED -> this::take;
        };
    }

    private void admit(SimulatedCluster group) {
        var birth = (group == home ? "b" : "a") + ++births;
        send(group, "admit.lua", List.of(Told.RUN, SimulatedRedis.COUNTER), List.of(run(group), birth));
    }

    private void list(String births) {
        var number = Long.toString(1 + Math.max(number(listed(home)), number(listed(guest))));
        send(home, "list.lua", List.of(Told.LIST), List.of(number, births));
        send(guest, "list.lua", List.of(Told.LIST), List.of(number, births));
    }

    private void close() {
        send(guest, "close.lua", List.of(Told.RUN), List.of(run(guest), HOME));
    }

    private void take() {
        var amount = slip == Slip.AMOUNT_BEFORE_THE_CLOSE ? amountBefore : get(guest, SimulatedRedis.COUNTER);
        var birth = birth(guest);
        if (slip == Slip.WHOSE_IT_IS_LATER) {
            home.primary().execute(List.of("INCRBY", SimulatedRedis.COUNTER, amount.isEmpty() ? "0" : amount));
            var took = "1:" + (took(home) + " " + birth).trim();
            simulation.after(A_WHILE, () -> home.primary().execute(List.of("SET", Told.TOOK, took)));
            return;
        }
        var values = List.of(birth, amount.isEmpty() ? "0" : amount, took(guest), birth(home));
        send(home, "take.lua", List.of(SimulatedRedis.COUNTER, Told.RUN, Told.TOOK), values);
    }

    /** Some of it is cut off before, and some comes once more, long after. */
    private void send(SimulatedCluster to, String script, List<String> keys, List<String> values) {
        var text = SCRIPTS.computeIfAbsent(script, SimulatedOperator::read);
        var command = new ArrayList<>(List.of("EVAL", text, Integer.toString(keys.size())));
        command.addAll(keys);
        command.addAll(values);
        if (chance.nextInt(8) > 0) {
            execute(to, command);
        }
        if (chance.nextInt(3) == 0) {
            simulation.after(Duration.ofMillis(chance.nextInt(LATEST_MILLIS)), () -> execute(to, command));
        }
    }

    private static void execute(SimulatedCluster to, List<String> command) {
        if (answers(to)) {
            to.primary().execute(command);
        }
    }

    private static boolean answers(SimulatedCluster group) {
        return group.primary().alive() && !group.primary().frozen();
    }

    private static String run(SimulatedCluster group) {
        return get(group, Told.RUN);
    }

    private static String birth(SimulatedCluster group) {
        var run = run(group).split(":", -1);
        return run.length < 3 ? "none" : run[2];
    }

    private static String listed(SimulatedCluster group) {
        return get(group, Told.LIST);
    }

    private static boolean lists(SimulatedCluster group, String birth) {
        return (listed(group) + " ").contains("," + birth + " ");
    }

    private static String took(SimulatedCluster group) {
        var took = get(group, Told.TOOK);
        return took.substring(took.indexOf(':') + 1);
    }

    private static long number(String list) {
        return list.isEmpty() ? 0 : Long.parseLong(list.substring(0, list.indexOf(':')));
    }

    private static String get(SimulatedCluster group, String key) {
        return group.primary().execute(List.of("GET", key)) instanceof String text ? text : "";
    }
}
