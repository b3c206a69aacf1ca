package dev.skep.status;

/**
 * Why the controller told something, where it is no step and no hold: these are told under their own names. All stand in
 * docs/status.md.
 */
public enum EventReason {
    /** The controller began. */
    STARTED("Started"),
    /** The controller ended because it was told to. */
    STOPPED("Stopped"),
    /** Everything is as the manifest asks. */
    READY("Ready"),
    /** Something is missing that must come by itself. */
    WAITING("Waiting"),
    /** All that was made for a manifest is gone. */
    DELETED("Deleted"),
    /** A way was chosen where the manifest leaves it to Skep. */
    EXPOSED("Exposed"),
    /** A step could not be done. */
    FAILED("Failed"),
    /** A Redis or a Sentinel was told something that makes its group healthy. */
    HEALED("Healed"),
    /** What was counted was read for a person who asked for a backup. */
    BACKED_UP("BackedUp"),
    /** The count of a backup was put in the place of the one that was there. */
    RESTORED("Restored"),
    /** A backup or a restore that a person asked for was not done. */
    NOT_DONE("NotDone"),
    /** Somebody undoes again and again what Skep does. */
    UNDONE("Undone"),
    /** Skep met what should not happen. */
    BUG("Bug"),
    /** A manifest has an error and is not followed. */
    MANIFEST_REFUSED("ManifestRefused"),
    /** The folder holds another number of manifests than before. */
    MANIFESTS_READ("ManifestsRead"),
    /** The folder cannot be read. */
    MANIFESTS_UNREADABLE("ManifestsUnreadable"),
    /** The kernel tells nothing of changes in the folder: it is looked at each second. */
    FOLDER_POLLED("FolderPolled"),
    /** The kernel tells of changes in the folder again. */
    FOLDER_WATCHED("FolderWatched"),
    /** The swarm answers, and has so many nodes. */
    SWARM_REACHABLE("SwarmReachable"),
    /** The swarm does not answer. */
    SWARM_UNREACHABLE("SwarmUnreachable");

    private final String word;

    EventReason(String word) {
        this.word = word;
    }

    /** As it is printed. */
    public String word() {
        return word;
    }
}
