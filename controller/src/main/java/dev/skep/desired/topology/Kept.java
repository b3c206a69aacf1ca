package dev.skep.desired.topology;

import java.util.List;

/** How the one count that all app tasks share is kept. */
public sealed interface Kept permits Alone, Watched {
    /** The group: its alias, and the name by which sentinels know its primary. */
    String name();

    /** The services of its members. */
    List<String> members();
}
