package dev.skep.manifest;

import java.util.List;

/** What a folder of manifests says, if it can be read at all. */
public sealed interface FolderResult {
    /** The valid manifests that are known: none of a folder that could not be read. */
    default List<Manifest> manifests() {
        return switch (this) {
            case Readable readable -> readable.result().manifests();
            case Unreadable unreadable -> List.of();
        };
    }

    /** What is wrong with its files: nothing is known of those of a folder that could not be read. */
    default List<Problem> problems() {
        return switch (this) {
            case Readable readable -> readable.result().problems();
            case Unreadable unreadable -> List.of();
        };
    }

    /** The folder was read; single files of it may still be problems. */
    @SuppressWarnings("JavaLangClash") // always written FolderResult.Readable
    record Readable(ReadResult result) implements FolderResult {}

    /**
     * The folder could not be read, so nothing is known of what it asks for.
     *
     * @param why what is wrong and what to do
     */
    record Unreadable(String why) implements FolderResult {}
}
