package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Manifest;
import dev.skep.observed.Observed;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The loop: level-triggered, one snapshot a pass for all names that are due, each name then on a thread of its own, never
 * twice at once. The folder, the swarm's events and a glance at its tasks wake it; a resync makes all of them optional.
 */
public final class Controller {
    /** Stands in the queue for all names: which they are is known only once the folder and the swarm were read. */
    private static final String EVERYTHING = "*";

    /** Stands in the queue for the names whose manifests have changed: which they are is known once the folder was read. */
    private static final String CHANGED = "/";

    private static final Duration RESYNC = Duration.ofSeconds(30);

    /** Whoever waits for tasks to start or end looks every second: where nothing is due for longer, a burst is over. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static final Duration STOP = Duration.ofSeconds(15);

    /** A move takes three looks. */
    private static final Duration MOVE = Duration.ofSeconds(5);

    /**
     * Looking takes at most a fifth of the time, and there are at most 20 looks a second, but for what a person changed;
     * where a look takes long, for there is much, those who wait for the next one do not wait ever longer.
     */
    private static final int REST = 4;

    private static final Duration SHORTEST_REST = Duration.ofMillis(50);
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    private final Swarm swarm;
    private final Maker maker;
    private final Held held = new Held();
    private final Heap heap = Heap.ours();
    private final Telemetry telemetry;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Story story = new Story();
    private final Problems problems = new Problems(story);
    private final WorkQueue queue = new WorkQueue(System::nanoTime, random);
    private final Rivals rivals = new Rivals(System::nanoTime, random);
    private final Map<String, Manifest> lastSeen = new HashMap<>();
    private final GivingBack givingBack;
    private final long startedAt = System.nanoTime();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Manifests manifests;
    private final Reconciler reconciler;
    private final Events events;
    private final Glance glance;
    private final Duration resync;
    private List<String> cutShort = List.of();
    private int outages;
    private long resynced = System.nanoTime();

    /**
     * Builds a loop that stands still until {@link #run}.
     *
     * @param fingerprint of the key that the actor derives passwords from
     * @param folder reads the manifests
     * @param telemetry told of each turn, and of what it came to
     */
    public Controller(
            Swarm swarm, Actor actor, String fingerprint, Supplier<FolderResult> folder, Telemetry telemetry) {
        this(swarm, actor, fingerprint, folder, telemetry, RESYNC);
    }

    /** As above, and looks at everything that often, whatever else there is to do. */
    Controller(
            Swarm swarm,
            Actor actor,
            String fingerprint,
            Supplier<FolderResult> folder,
            Telemetry telemetry,
            Duration resync) {
        this.swarm = swarm;
        this.maker = new Maker(fingerprint);
        this.telemetry = telemetry;
        this.resync = resync;
        this.givingBack = new GivingBack(queue, story, telemetry);
        this.manifests = new Manifests(folder, System::nanoTime);
        this.reconciler = new Reconciler(actor, story, rivals, telemetry::did);
        this.glance = new Glance(swarm, System::nanoTime);
        this.events = new Events(swarm, delay -> queue.add(EVERYTHING, delay), System::nanoTime);
    }

    /** Runs until {@link #stop}. */
    public void run() throws InterruptedException {
        wakeAll();
        while (!stopping.get()) {
            telemetry.turned();
            events.ensureOpen();
            var due = queue.take(least(QUIET, untilResync()));
            boolean resyncs = !untilResync().isPositive();
            if (resyncs) {
                // Names that are always due, such as those that sentinels watch, must not keep the others from it.
                resynced = System.nanoTime();
                wakeAll();
            }
            if (due.isEmpty() && !resyncs && glance.differs()) {
                queue.add(EVERYTHING, Duration.ZERO);
            }
            if (due.isEmpty() || (resyncs && !due.contains(CHANGED))) {
                heap.giveBack();
            } else if (!due.contains(CHANGED)) {
                heap.holdDown();
            }
            if (stopping.get()) {
                due.forEach(queue::done);
            } else if (!due.isEmpty()) {
                lookFor(due);
            }
        }
    }

    private Duration untilResync() {
        return resync.minusNanos(System.nanoTime() - resynced);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Ends the moves of a count that it has begun, lets the steps under way finish, begins no other, and ends {@link #run}. Where its
     * node is drained nobody may come back for long, and the sentinels would elect nobody as long.
     */
    public void stop() throws InterruptedException {
        reconciler.awaitMoved(MOVE);
        stopping.set(true);
        wakeAll();
        events.close();
        var finished = queue.awaitIdle(STOP);
        story.stopped(finished ? "nothing was under way" : "the next controller goes on from what is there");
    }

    /** A person changed something in the folder, and waits. */
    public void folderChanged() {
        queue.wake(CHANGED);
    }

    private void wakeAll() {
        queue.wake(EVERYTHING);
    }

    /** How much there is to do at this moment. */
    public QueueDepth queue() {
        return queue.depth();
    }

    private void lookFor(Set<String> due) {
        long began = System.nanoTime();
        try {
            pass(due, began);
            outages = 0;
            queue.rest(restAfter(Duration.ofNanos(System.nanoTime() - began)));
        } catch (SwarmException e) {
            later(due);
            story.unreachable(e.getMessage());
            telemetry.blind(e.getMessage());
        } catch (RuntimeException e) {
            // An answer that nobody expects from an engine, or a bug, must not end the controller. An Error may: Swarm
            // then starts another, and what a JVM could not link it never will.
            later(due);
            story.bug(e);
            telemetry.blind("a bug in Skep: " + e);
        }
    }

    private static Duration restAfter(Duration look) {
        var rest = look.multipliedBy(REST).plus(SHORTEST_REST);
        return least(rest, LONGEST_REST);
    }

    private void later(Set<String> due) {
        var delay = BackOff.UNREACHABLE.after(++outages, random);
        queue.rest(delay);
        due.forEach(name -> queue.postpone(name, delay));
    }

    private void pass(Set<String> due, long looked) {
        // Both at once: the folder may have to be left alone for a moment first.
        var looking = CompletableFuture.supplyAsync(
                swarm::observe, look -> Thread.ofVirtual().name("observe").start(look));
        var folder = read();
        var observed = answerOf(looking);
        if (queue.catchUp(CHANGED)) {
            // Saved while that took: nobody waits for another look. What changed since is found out by its version.
            due.add(CHANGED);
            folder = read();
        }
        story.reachable(observed.nodes().size());
        telemetry.observed(observed);
        if (manifests.undecided()) {
            queue.add(EVERYTHING, Manifests.GRACE);
        }
        var asked = Wanted.askedFor(folder);
        maker.keepOnly(asked);
        held.release(asked);
        // What nobody asks for any more is found only among all.
        var all = due.contains(EVERYTHING) || !asked.containsAll(lastSeen.keySet());
        lastSeen.keySet().retainAll(asked);
        var changed = forgetWhatChangedFailedOn(folder, due);
        var names = all ? allNames(due, folder, observed) : namesOf(due, changed, folder, observed);
        // What was read is older than what was done for these meanwhile.
        var tooEarly =
                names.stream().filter(n -> givingBack.actedSince(looked, n)).toList();
        tooEarly.forEach(name -> queue.postpone(name, Duration.ZERO));
        tooEarly.forEach(names::remove);
        changed.retainAll(names);
        if (names.contains(Deletions.HELD)) {
            changed.add(Deletions.HELD); // what is to be remembered goes before what it keeps
        }
        names.removeAll(changed);
        var decisions = new Decisions(folder, observed, maker, held);
        cutShort = new Round(reconciler, decisions, observed, stopping::get, queue::urgent, givingBack)
                .run(changed, firstOf(cutShort, names), work -> Thread.ofVirtual()
                        .name("reconcile")
                        .start(work));
        if (!all) {
            names.addAll(changed);
            wakeWhoStirred(observed, names);
        }
        glance.seen(observed);
    }

    /** A look for some shows what the tasks of the others did, and no glance will show it again. */
    private void wakeWhoStirred(Observed observed, Set<String> lookedFor) {
        glance.stirredIn(observed).stream()
                .filter(name -> !lookedFor.contains(name))
                .forEach(name -> queue.add(name, Duration.ZERO));
    }

    private FolderResult read() {
        var folder = manifests.read();
        telemetry.read(folder);
        problems.tell(folder);
        return folder;
    }

    private static Observed answerOf(CompletableFuture<Observed> looking) {
        try {
            return looking.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SwarmException unanswered ? unanswered : e;
        }
    }

    private Set<String> namesOf(Set<String> due, Set<String> changed, FolderResult folder, Observed observed) {
        if (!due.contains(CHANGED)) {
            return new TreeSet<>(due);
        }
        var names = new TreeSet<>(changed);
        names.addAll(Wanted.ownFor(folder, observed));
        return claimed(names, due);
    }

    private Set<String> allNames(Set<String> due, FolderResult folder, Observed observed) {
        var names = Wanted.names(folder, observed);
        if (System.nanoTime() - startedAt < Manifests.GRACE.toNanos()) {
            // A file may just be missing for the instant in which an editor saves it: nothing is deleted yet.
            names.retainAll(Wanted.askedFor(folder));
            queue.add(EVERYTHING, Manifests.GRACE);
        }
        names.addAll(Wanted.ownFor(folder, observed));
        return claimed(names, due);
    }

    /** These names and those that are due, as far as nobody is at work on them. */
    private Set<String> claimed(Set<String> names, Set<String> due) {
        names.removeAll(due);
        var claimed = queue.claim(names);
        claimed.addAll(due);
        List.of(EVERYTHING, CHANGED).forEach(stand -> {
            claimed.remove(stand);
            queue.done(stand);
        });
        return claimed;
    }

    /** Whoever had no turn in the last pass comes before those that had, such as those that are always due. */
    private static Set<String> firstOf(List<String> before, Set<String> names) {
        var ordered = new LinkedHashSet<>(before);
        ordered.retainAll(names);
        ordered.addAll(names);
        return ordered;
    }

    /** What failed, or was undone, may succeed once its manifest is another; tells which are. */
    private Set<String> forgetWhatChangedFailedOn(FolderResult folder, Set<String> due) {
        var changed = new TreeSet<String>();
        for (var manifest : folder.manifests()) {
            var name = manifest.name();
            if (manifest.equals(lastSeen.put(name, manifest))) {
                continue;
            }
            changed.add(name);
            rivals.forget(name);
            if (due.contains(name)) {
                queue.forgive(name);
            } else {
                queue.wake(name);
            }
        }
        return changed;
    }
}
