package dev.skep.incrementor.settings;

import java.util.List;

/** The environment cannot be used; one line for each thing that is wrong. */
public final class InvalidSettings extends Exception {
    private final List<String> problems;

    InvalidSettings(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
