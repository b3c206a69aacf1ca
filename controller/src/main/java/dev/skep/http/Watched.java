package dev.skep.http;

import dev.skep.loop.Telemetry;
import dev.skep.loop.Wanted;
import dev.skep.manifest.FolderResult;
import dev.skep.observed.Observed;
import dev.skep.plan.Step;
import dev.skep.status.LastFailure;
import dev.skep.status.ManifestStatus;
import dev.skep.status.RecentEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the loop read last, and how it fares. Every status is derived from it when it is asked for: nothing is stored that
 * the next controller would have to know, and nobody who asks makes the engine work.
 */
public final class Watched implements Telemetry {
    /** After so long without a turn the loop hangs; docker/healthy has the same. */
    static final Duration LONGEST_TURN = Duration.ofSeconds(60);

    private final String fingerprint;
    private final Metrics metrics;
    private final RecentEvents events;
    private final Runnable heartbeat;
    private final LongSupplier nanoClock;
    private volatile long lastTurn;
    private volatile Optional<FolderResult> folder = Optional.empty();
    private volatile Optional<Observed> swarm = Optional.empty();
    private volatile Optional<String> blind = Optional.of("the swarm was not looked at yet");

    /**
     * Begins to watch.
     *
     * @param fingerprint of the controller's key
     * @param events that the loop tells
     * @param heartbeat called at each turn
     */
    public Watched(
            String fingerprint, Metrics metrics, RecentEvents events, Runnable heartbeat, LongSupplier nanoClock) {
        this.fingerprint = fingerprint;
        this.metrics = metrics;
        this.events = events;
        this.heartbeat = heartbeat;
        this.nanoClock = nanoClock;
        this.lastTurn = nanoClock.getAsLong();
    }

    @Override
    public void turned() {
        lastTurn = nanoClock.getAsLong();
        heartbeat.run();
    }

    @Override
    public void read(FolderResult result) {
        folder = Optional.of(result);
    }

    @Override
    public void observed(Observed observed) {
        swarm = Optional.of(observed);
        blind = Optional.empty();
    }

    @Override
    public void blind(String why) {
        blind = Optional.of(why);
    }

    @Override
    public void did(Step step) {
        metrics.did(step);
    }

    @Override
    public void reconciled(String outcome, Duration took) {
        metrics.reconciled(outcome, took);
    }

    /** Why the loop hangs, if it does. */
    Optional<String> hangs() {
        var since = Duration.ofNanos(nanoClock.getAsLong() - lastTurn);
        return since.compareTo(LONGEST_TURN) < 0
                ? Optional.empty()
                : Optional.of("the loop has not turned for %d s".formatted(since.toSeconds()));
    }

    /** What cannot be read at the moment; empty: both the swarm and the folder can. */
    List<String> unreadable() {
        var reasons = new ArrayList<String>();
        blind.ifPresent(reasons::add);
        folder.ifPresent(f -> {
            if (f instanceof FolderResult.Unreadable(var why)) {
                reasons.add(why);
            }
        });
        return reasons;
    }

    /** How each manifest is, as of the last look; empty before the first one. */
    public Optional<List<ManifestStatus>> statuses() {
        var seen = swarm;
        var read = folder;
        var failures = LastFailure.of(events.all());
        return seen.flatMap(observed -> read.map(f -> Wanted.all(f, observed, fingerprint).stream()
                .map(w -> w.status(observed, failures))
                .toList()));
    }

    /** How many errors the manifests have. */
    public int manifestErrors() {
        return switch (folder.orElse(null)) {
            case null -> 0;
            case FolderResult.Unreadable _ -> 1;
            case FolderResult.Readable(var result) -> result.problems().size();
        };
    }
}
