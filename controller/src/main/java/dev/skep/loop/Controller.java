package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Manifest;
import dev.skep.observed.Observed;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The loop: level-triggered, one snapshot a pass for all names that are due, each name then on a thread of its own, never
 * twice at once. The folder and the swarm's events wake it; a resync makes both optional.
 */
public final class Controller {
    /** Stands in the queue for all names: which they are is known only once the folder and the swarm were read. */
    private static final String EVERYTHING = "*";

    private static final Duration RESYNC = Duration.ofSeconds(15);
    private static final Duration STOP = Duration.ofSeconds(15);

    private final Swarm swarm;
    private final String fingerprint;
    private final Telemetry telemetry;
    private final Story story = new Story();
    private final Problems problems = new Problems(story);
    private final WorkQueue queue = new WorkQueue(System::nanoTime, RandomGenerator.getDefault());
    private final Map<String, Manifest> lastSeen = new ConcurrentHashMap<>();
    private final Map<String, Long> lastActed = new ConcurrentHashMap<>();
    private final long startedAt = System.nanoTime();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Manifests manifests;
    private final Reconciler reconciler;
    private final Events events;

    /**
     * Builds a loop that stands still until {@link #run}.
     *
     * @param fingerprint of the key that the actor derives passwords from
     * @param folder reads the manifests
     * @param telemetry told of each turn, and of what it came to
     */
    public Controller(
            Swarm swarm, Actor actor, String fingerprint, Supplier<FolderResult> folder, Telemetry telemetry) {
        this.swarm = swarm;
        this.fingerprint = fingerprint;
        this.telemetry = telemetry;
        this.manifests = new Manifests(folder, System::nanoTime);
        this.reconciler = new Reconciler(actor, story, telemetry::did);
        this.events = new Events(swarm, this::wakeAll);
    }

    /** Runs until {@link #stop}. */
    public void run() throws InterruptedException {
        wakeAll();
        while (!stopping.get()) {
            telemetry.turned();
            events.ensureOpen();
            var due = queue.take(RESYNC);
            if (due.isEmpty()) {
                wakeAll();
            } else if (stopping.get()) {
                due.forEach(queue::done);
            } else {
                pass(due);
            }
        }
    }

    /** Lets the steps under way finish and ends {@link #run}. */
    public void stop() throws InterruptedException {
        stopping.set(true);
        wakeAll();
        events.close();
        var finished = queue.awaitIdle(STOP);
        story.stopped(finished ? "nothing was under way" : "the next controller goes on from what is there");
    }

    /** Something may have changed anywhere. */
    public void wakeAll() {
        queue.add(EVERYTHING, Duration.ZERO);
    }

    /** How much there is to do at this moment. */
    public QueueDepth queue() {
        return queue.depth();
    }

    private void pass(Set<String> due) {
        var folder = manifests.read();
        telemetry.read(folder);
        problems.tell(folder);
        long looked = System.nanoTime();
        Observed observed;
        try {
            observed = swarm.observe();
        } catch (SwarmException e) {
            story.unreachable(e.getMessage());
            telemetry.blind(e.getMessage());
            due.forEach(queue::failed);
            return;
        } catch (RuntimeException e) {
            // An answer that nobody expects from an engine must not end the controller.
            story.bug(e);
            telemetry.blind("a bug in Skep: " + e);
            due.forEach(queue::failed);
            return;
        }
        story.reachable(observed.nodes().size());
        telemetry.observed(observed);
        if (manifests.undecided()) {
            queue.add(EVERYTHING, Manifests.GRACE);
        }
        forgetFailuresOfChanged(folder);
        for (var name : namesOf(due, folder, observed)) {
            if (lastActed.getOrDefault(name, looked) - looked > 0) {
                // What was read is older than what was done for it meanwhile.
                queue.again(name, Duration.ZERO);
                continue;
            }
            Thread.ofVirtual().name("reconcile " + name).start(() -> reconcile(name, folder, observed));
        }
    }

    private Set<String> namesOf(Set<String> due, FolderResult folder, Observed observed) {
        if (!due.contains(EVERYTHING)) {
            return due;
        }
        var names = Wanted.names(folder, observed);
        if (System.nanoTime() - startedAt < Manifests.GRACE.toNanos()) {
            // A file may just be missing for the instant in which an editor saves it: nothing is deleted yet.
            names.retainAll(Wanted.askedFor(folder));
            queue.add(EVERYTHING, Manifests.GRACE);
        }
        names.addAll(Wanted.ownFor(folder));
        names.removeAll(due);
        var claimed = queue.claim(names);
        claimed.addAll(due);
        claimed.remove(EVERYTHING);
        queue.done(EVERYTHING);
        return claimed;
    }

    /** What failed may succeed once its manifest is another. */
    private void forgetFailuresOfChanged(FolderResult folder) {
        for (var manifest : folder.manifests()) {
            if (!manifest.equals(lastSeen.put(manifest.name(), manifest))) {
                queue.wake(manifest.name());
            }
        }
    }

    private void reconcile(String name, FolderResult folder, Observed observed) {
        long began = System.nanoTime();
        Outcome outcome;
        try {
            outcome = reconciler.reconcile(Wanted.of(name, folder, observed, fingerprint), observed);
        } catch (RuntimeException e) {
            // A bug, told as such: the other names go on, and this one is tried again, later and later.
            story.bug(name, e);
            outcome = new Outcome.Failed("a bug in Skep: " + e);
        }
        lastActed.put(name, System.nanoTime());
        telemetry.reconciled(outcome.word(), Duration.ofNanos(System.nanoTime() - began));
        switch (outcome) {
            case Outcome.Settled() -> queue.done(name);
            case Outcome.LookAgain(var after) -> queue.again(name, after);
            case Outcome.Failed(var why) -> {
                var after = queue.failed(name);
                story.failed(name, why, after);
            }
        }
    }
}
