package dev.skep.loop;

import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Problem;
import java.util.List;

/** Tells what is wrong with the manifests, each thing once. */
final class Problems {
    private final Story story;
    private List<Problem> last = List.of();

    Problems(Story story) {
        this.story = story;
    }

    void tell(FolderResult folder) {
        switch (folder) {
            case FolderResult.Unreadable(var why) -> story.folderUnreadable(why);
            case FolderResult.Readable(var result) -> {
                tell(result.problems());
                story.folderRead(result.manifests().size(), result.problems().size());
            }
        }
    }

    private void tell(List<Problem> problems) {
        problems.stream().filter(p -> !last.contains(p)).forEach(p -> story.refused(p.at().toString(), p.message()));
        last = problems;
    }
}
