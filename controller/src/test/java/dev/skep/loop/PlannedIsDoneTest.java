package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.act.Actor;
import dev.skep.backup.Holding;
import dev.skep.observed.Observed;
import dev.skep.plan.Explained;
import dev.skep.plan.Step;
import dev.skep.redis.Visited;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code skep plan} tells is what the controller does: the same steps, and the same calls to the swarm. */
final class PlannedIsDoneTest {
    private static final int ENOUGH = 40;

    /** It is ours for as long as a test takes. */
    @AutoClose
    final Log log = Log.open();

    // Of several that are new, the controller writes each node once; what heals a group is no part of a plan; and what
    // is
    // suspended has none.
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {"CREATE_THREE", ".*SENTINEL.*", "SUSPENDED"})
    void theControllerDoesWhatWasPlannedAndTellsItInTheSameWords(Edit change) {
        var planned = new World(change);
        var controlled = new World(change);
        assertEquals(planned.written(), controlled.written(), "they start alike");
        log.lines().clear();
        var told = new ArrayList<String>();
        for (int pass = 0; pass < ENOUGH; pass++) {
            told.addAll(planned.doWhatIsPlanned());
            controlled.reconcile();
            assertEquals(planned.written(), controlled.written(), change + ", pass " + pass);
        }
        assertEquals(told, log.lines().stream().filter(told::contains).toList());
        assertFalse(told.isEmpty(), "something is planned");
        assertEquals(List.of(), planned.doWhatIsPlanned(), "and it ends");
    }

    // As the loop goes: several names in one pass, and Redis asked before each. What is said to a Redis is no plan's.
    // How many copies follow, how much shards have counted, and whose data are new is known of Redis alone: where that
    // decides what is done, it is done later than a plan tells that has not asked.
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "CREATE_SENTINEL",
                "SENTINEL_FEWER_OF_EACH",
                "MORE_SHARDS",
                "FEWER_SHARDS",
                "DATA_LOST_AND_ACCEPTED",
                // The one Redis moves.
                "REDIS_IMAGE",
                "ALL_AT_ONCE",
                "ALL_PASSWORDS"
            })
    void inEachPassThatIsDoneWhichPlanTellsJustBefore(Edit change) {
        var world = new World(change);
        var did = new ArrayList<Step>();
        for (int pass = 0; pass < ENOUGH; pass++) {
            var observed = world.swarm.observe();
            var planned = world.planned(observed);
            var went = world.pass(observed);
            var where = change + ", pass " + pass + ": " + went;
            if (went.cut().isEmpty()) {
                assertEquals(texts(planned), texts(went.done()), where);
            } else {
                assertTrue(texts(planned).containsAll(texts(went.done())), () -> where + " of " + planned);
            }
            did.addAll(went.done());
        }
        assertEquals(change == Edit.SUSPENDED, did.isEmpty(), did::toString);
        assertEquals(List.of(), world.planned(world.swarm.observe()), "and it ends");
    }

    private static List<String> texts(List<Step> steps) {
        return steps.stream().map(Step::toString).sorted().toList();
    }

    /**
     * What came of a pass.
     *
     * @param done but what was said to Redis
     * @param cut why not all that was planned was done, by name
     */
    private record Went(List<Step> done, Map<String, Outcome> cut) {}

    @ParameterizedTest
    @EnumSource
    void anEmptyPlanWritesNothing(Edit change) {
        var world = new World(change);
        for (int pass = 0; pass < ENOUGH; pass++) {
            world.reconcile();
        }
        var writes = world.swarm.faults().writes();
        var observed = world.swarm.observe();
        for (var name : world.names(observed)) {
            var wanted = world.wanted(name, observed);
            assertTrue(wanted.plan().isEmpty(), () -> wanted.plan().toString());
            world.reconciler.reconcile(wanted, observed, () -> true);
        }
        assertEquals(writes, world.swarm.faults().writes());
    }

    /** A swarm at the moment of an edit. */
    private static final class World {
        private final FakeSwarm swarm = new FakeSwarm(3);
        private final Folder folder = new Folder();
        private final Actor actor = new Actor(swarm, Edit.Before.KEY, _ -> counting());
        private final Reconciler reconciler =
                new Reconciler(actor, new Story(), new Rivals(System::nanoTime, new Random(1)), _ -> {});
        private final List<Step> done = new ArrayList<>();
        private final AtomicLong clock = new AtomicLong();
        private final Held held = new Held();
        private final Reconciler asTheLoop;

        World(Edit change) {
            change.happen(folder, swarm);
            asTheLoop = new Reconciler(
                    new Actor(swarm, Edit.Before.KEY, _ -> swarm.redises()),
                    new Story(),
                    new Rivals(clock::get, new Random(1)),
                    done::add);
        }

        private static Visited counting() {
            var visited = new Visited();
            visited.holdings().put("incr-redis-1", new Holding(42, Map.of()));
            return visited;
        }

        /** As {@code skep plan} tells it. */
        List<Step> planned(Observed observed) {
            var decisions = decisions(observed);
            return names(observed).stream()
                    .flatMap(n -> decisions.of(n).plan().steps().stream())
                    .filter(s -> !(s instanceof Step.Tell))
                    .toList();
        }

        Went pass(Observed observed) {
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
            done.clear();
            var cut = new TreeMap<String, Outcome>();
            new Round(asTheLoop, decisions(observed), observed, () -> false, () -> false, (name, outcome, _) -> {
                        if (!(outcome instanceof Outcome.Settled) && !(outcome instanceof Outcome.LookAgain)) {
                            cut.put(name, outcome);
                        }
                    })
                    .run(List.of(), names(observed), Runnable::run);
            return new Went(done.stream().filter(s -> !(s instanceof Step.Tell)).toList(), cut);
        }

        private Decisions decisions(Observed observed) {
            return new Decisions(folder.get(), observed, new Maker(Edit.Before.KEY.fingerprint()), held);
        }

        /** When a backup is taken is another moment for each. */
        List<String> written() {
            return swarm.faults().written().stream()
                    .map(w -> w.replaceFirst("(createConfig incr-backup-\\w+) .*", "$1"))
                    .toList();
        }

        /** As a person would do it who has read the plan; answers what the log should say. */
        List<String> doWhatIsPlanned() {
            var observed = swarm.observe();
            var told = new ArrayList<String>();
            for (var name : names(observed)) {
                for (var step : wanted(name, observed).explained(observed)) {
                    if (!done(step, name)) {
                        break;
                    }
                    told.add(line(step, name));
                }
            }
            return told;
        }

        private boolean done(Explained step, String name) {
            try {
                actor.act(step.step(), name);
                return true;
            } catch (SwarmException.InUse e) {
                // Its tasks are ending: the controller leaves the rest for the next look, too.
                return false;
            }
        }

        void reconcile() {
            var observed = swarm.observe();
            names(observed).forEach(n -> reconciler.reconcile(wanted(n, observed), observed, () -> true));
        }

        Set<String> names(Observed observed) {
            var names = new TreeSet<String>(Wanted.names(folder.get(), observed));
            names.addAll(Wanted.ownFor(folder.get(), observed));
            return names;
        }

        Wanted wanted(String name, Observed observed) {
            return Wanted.of(name, folder.get(), observed, Edit.Before.KEY.fingerprint());
        }

        private static String line(Explained step, String name) {
            var line =
                    step.step().what() + " name=" + name + " why=" + step.step().why();
            return line + list(" changes=", step.changes()) + list(" effect=", step.effects());
        }

        private static String list(String key, List<?> values) {
            var texts = values.stream().map(Object::toString).toList();
            return texts.isEmpty() ? "" : key + String.join("; ", texts);
        }
    }
}
