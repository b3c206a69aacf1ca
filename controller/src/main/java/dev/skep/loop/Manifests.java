package dev.skep.loop;

import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.ReadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the folder asks for. Editors that save by renaming make a file vanish for an instant: a manifest counts as gone
 * only after it has been missing for a while.
 */
final class Manifests {
    /** Longer than any editor takes to save. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private final Supplier<FolderResult> folder;
    private final LongSupplier nanoClock;
    private final Map<String, Manifest> last = new HashMap<>();
    private final Map<String, Long> missingSince = new HashMap<>();

    Manifests(Supplier<FolderResult> folder, LongSupplier nanoClock) {
        this.folder = folder;
        this.nanoClock = nanoClock;
    }

    /** Reads the folder; manifests that just vanished are still among them. */
    FolderResult read() {
        return switch (folder.get()) {
            case FolderResult.Unreadable unreadable -> unreadable;
            case FolderResult.Readable(var result) -> new FolderResult.Readable(withVanished(result));
        };
    }

    /** Whether something vanished that is still asked for: read again after {@link #GRACE}. */
    boolean undecided() {
        return !missingSince.isEmpty();
    }

    private ReadResult withVanished(ReadResult result) {
        long now = nanoClock.getAsLong();
        Set<String> there = result.manifests().stream().map(Manifest::name).collect(Collectors.toSet());
        var manifests = new ArrayList<>(result.manifests());
        var missing = new ArrayList<>(last.keySet());
        missing.removeAll(there);
        missing.forEach(name -> missingSince.putIfAbsent(name, now));
        // Many that vanish one after the other, as with git checkout, are gone together: who counts them must see all.
        if (missing.stream().anyMatch(name -> now - missingSince.get(name) < GRACE.toNanos())) {
            missing.forEach(name -> manifests.add(last.get(name)));
        } else {
            missing.forEach(last::remove);
            missing.forEach(missingSince::remove);
        }
        result.manifests().forEach(m -> {
            last.put(m.name(), m);
            missingSince.remove(m.name());
        });
        return new ReadResult(manifests, result.problems());
    }
}
