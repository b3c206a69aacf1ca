package dev.skep.manifest;

/** What a folder of manifests says, if it can be read at all. */
public sealed interface FolderResult {
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
