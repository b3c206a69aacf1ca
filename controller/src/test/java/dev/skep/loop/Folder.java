package dev.skep.loop;

import dev.skep.desired.Sample;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Problem;
import dev.skep.manifest.ReadResult;
import dev.skep.manifest.SourcePosition;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A folder of manifests that a test edits. */
final class Folder implements Supplier<FolderResult> {
    private volatile FolderResult content;

    Folder(Sample... samples) {
        holds(samples);
    }

    void holds(Sample... samples) {
        var manifests = Stream.of(samples).map(Sample::manifest).toList();
        content = new FolderResult.Readable(new ReadResult(manifests, List.of()));
    }

    /** One file of it is broken. */
    void holdsAnErrorAnd(Sample... samples) {
        var manifests = Stream.of(samples).map(Sample::manifest).toList();
        var problem = new Problem(new SourcePosition("broken.yaml", 3, 5), "unknown field 'replica'");
        content = new FolderResult.Readable(new ReadResult(manifests, List.of(problem)));
    }

    void unreadable(String why) {
        content = new FolderResult.Unreadable(why);
    }

    @Override
    public FolderResult get() {
        return content;
    }
}
