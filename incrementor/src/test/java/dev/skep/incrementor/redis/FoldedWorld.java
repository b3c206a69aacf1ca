package dev.skep.incrementor.redis;

import dev.skep.incrementor.counter.Choices;
import dev.skep.incrementor.counter.Counter;
import dev.skep.incrementor.counter.Counters;
import dev.skep.incrementor.counter.Guests;
import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.counter.Outcome;
import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.counter.RedisLink;
import dev.skep.incrementor.counter.Scope;
import dev.skep.incrementor.counter.Simulation;
import dev.skep.incrementor.redis.SimulatedFolder.Slip;
import dev.skep.incrementor.redis.SimulatedWorld.LinkMaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Two counters, of which one comes, goes into the other and comes again, while apps count in both and tell their sum. */
final class FoldedWorld {
    /**
     * What is run.
     *
     * @param script what is changed in the scripts, for tests of the test
     * @param link what is changed in the app's connections, likewise
     * @param slip what is wrong with who moves the counts, likewise
     */
    record Design(UnaryOperator<String> script, LinkMaker link, Slip slip) {
        /** As it is. */
        static final Design RIGHT = new Design(UnaryOperator.identity(), SimulatedWorld::single, Slip.NONE);
    }

    /** A question, and when it was answered what. */
    private static final class Asked {
        private final long from;
        private long to = Long.MAX_VALUE;
        private Outcome outcome = new Outcome.Late();

        Asked(long from) {
            this.from = from;
        }

        boolean answered() {
            return outcome instanceof Outcome.Value;
        }

        long number() {
            return outcome instanceof Outcome.Value(var number) ? number : -1;
        }

        @Override
        public String toString() {
            return from + " to " + to + ": " + outcome;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOKS = Duration.ofMillis(120);

    private final Design design;
    private final Simulation simulation;
    private final Map<String, SimulatedCluster> groups;
    private final SimulatedFolder folder;
    private final List<App> apps = new ArrayList<>();
    private final List<Asked> increments = new ArrayList<>();
    private final List<Asked> sums = new ArrayList<>();
    private boolean wanted;
    private boolean lingers;

    FoldedWorld(Design design, Choices choices, Random chance) {
        this.design = design;
        this.simulation = new Simulation(choices);
        var guest = new SimulatedCluster(simulation, SimulatedCluster.Kind.SINGLE, new Scripts(design.script()));
        var home = new SimulatedCluster(simulation, SimulatedCluster.Kind.SINGLE, new Scripts(design.script()));
        this.groups = Map.of(SimulatedFolder.GUEST, guest, SimulatedFolder.HOME, home);
        this.folder = new SimulatedFolder(simulation, guest, home, chance, design.slip());
        groups.values().forEach(group -> group.whenAnAppDies(this::appDies));
        apps.add(new App(SimulatedFolder.HOME));
        look();
    }

    /** From then on a task is to count in the guest, or none. */
    void wantsAfter(Duration time, boolean now) {
        simulation.after(time, () -> {
            wanted = now;
            folder.wants(now);
            // One that lingered is not among those that count again.
            if (now || !lingers) {
                guests().forEach(this::end);
                folder.nobodyCounts(true);
            }
        });
    }

    /** Who ends the task in the guest does so too late: somebody closes it while it counts. */
    void tasksLinger() {
        lingers = true;
    }

    void countAfter(Duration time, int times) {
        simulation.after(time, () -> {
            for (var app : List.copyOf(apps)) {
                for (var n = 0; n < times; n++) {
                    ask(increments, () -> app.own.ask(Operation.INCREMENT));
                }
            }
        });
    }

    void addUpAfter(Duration time) {
        simulation.after(
                time, () -> List.copyOf(apps).forEach(app -> ask(sums, () -> app.counters.askAll(Operation.READ))));
    }

    /** Runs so long, and then undisturbed until everybody is answered; what does not balance. */
    List<String> problemsAfter(Duration time) {
        try {
            simulation.run(time);
            simulation.choices().calmDown();
            simulation.run(PATIENCE.multipliedBy(2));
            var last = new ArrayList<Asked>();
            ask(last, () -> apps.getFirst().counters.askAll(Operation.READ));
            simulation.run(PATIENCE.multipliedBy(2));
            sums.addAll(last);
            var problems = problems();
            if (!last.getFirst().answered()) {
                problems.add("no sum in the end: " + last);
            }
            return problems;
        } finally {
            simulation.kill(simulation.threads());
        }
    }

    /** What was answered before a sum was asked for is in it, and nothing twice; so none is smaller than one before it. */
    private List<String> problems() {
        var problems = new ArrayList<String>();
        for (var sum : sums.stream().filter(Asked::answered).toList()) {
            var least = increments.stream()
                    .filter(i -> i.answered() && i.to < sum.from)
                    .count();
            var most = increments.stream().filter(i -> i.from <= sum.to).count();
            if (sum.number() < least || sum.number() > most) {
                problems.add("not from %d to %d: %s".formatted(least, most, sum));
            }
            sums.stream()
                    .filter(later -> later.answered() && later.from > sum.to && later.number() < sum.number())
                    .forEach(later -> problems.add("it falls: " + sum + ", then " + later));
        }
        return problems;
    }

    private void ask(List<Asked> book, Supplier<CompletableFuture<Outcome>> question) {
        var asked = new Asked(simulation.nanoTime());
        book.add(asked);
        var told = question.get().thenAccept(outcome -> {
            asked.to = simulation.nanoTime();
            asked.outcome = outcome;
        });
        if (told.isCompletedExceptionally()) {
            throw new AssertionError("an answer is never an exception");
        }
    }

    private void look() {
        folder.look();
        if (folder.mayCount() && wanted && guests().isEmpty()) {
            folder.nobodyCounts(lingers);
            apps.add(new App(SimulatedFolder.GUEST));
        }
        simulation.after(LOOKS, this::look);
    }

    private List<App> guests() {
        return apps.stream()
                .filter(app -> app.group.equals(SimulatedFolder.GUEST))
                .toList();
    }

    private void end(App app) {
        apps.remove(app);
        simulation.kill(app.threads);
    }

    /** Another takes the place of one that counts in the first; where the other one's died, Skep begins another. */
    private void appDies(Thread thread) {
        apps.stream().filter(app -> app.threads.contains(thread)).findFirst().ifPresent(app -> {
            end(app);
            if (app.group.equals(SimulatedFolder.HOME)) {
                apps.addFirst(new App(SimulatedFolder.HOME));
            } else {
                folder.nobodyCounts(true);
            }
        });
    }

    private RedisLink connect(String group) throws RedisFailure {
        return SimulatedWorld.connect(simulation, groups.get(group), design.link());
    }

    /** One task: its own counter, and the ways to others. */
    private final class App {
        private final String group;
        private final List<Thread> threads = new ArrayList<>();
        private final Counter own;
        private final Counters counters;

        App(String group) {
            this.group = group;
            this.own = started(() -> simulation.counter(() -> connect(group), PATIENCE));
            var guests = new Guests(other -> started(() -> simulation.guest(() -> connect(other), PATIENCE)));
            this.counters = new Counters(group, own, new Scope.Listed(), guests);
        }

        private Counter started(Supplier<Counter> maker) {
            var before = simulation.threads();
            var counter = maker.get();
            simulation.threads().stream()
                    .filter(thread -> !before.contains(thread))
                    .forEach(threads::add);
            return counter;
        }
    }
}
