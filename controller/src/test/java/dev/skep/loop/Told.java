package dev.skep.loop;

import dev.skep.manifest.FolderResult;
import dev.skep.observed.Observed;
import dev.skep.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What a loop told of itself. */
final class Told implements Telemetry {
    final AtomicInteger turns = new AtomicInteger();
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void turned() {
        turns.incrementAndGet();
    }

    @Override
    public void read(FolderResult folder) {
        lines.add("read " + folder.manifests().size());
    }

    @Override
    public void observed(Observed observed) {
        lines.add("observed");
    }

    @Override
    public void blind(String why) {
        lines.add("blind: " + why);
    }

    @Override
    public void did(Step step) {
        lines.add(step.what());
    }

    @Override
    public void reconciled(String outcome, Duration took) {
        lines.add(outcome);
    }
}
