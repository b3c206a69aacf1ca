package dev.skep.manifest;

import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words what SnakeYAML says in a parser's. */
final class YamlErrors {
    private YamlErrors() {}

    static Problem explain(String file, MarkedYAMLException error) {
        String problem = Optional.ofNullable(error.getProblem()).orElse("");
        String context = Optional.ofNullable(error.getContext()).orElse("");
        Mark here = error.getProblemMark();
        Mark start = Optional.ofNullable(error.getContextMark()).orElse(here);
        if (problem.contains("TAB")) {
            return at(file, here, "a tab cannot indent in YAML; use spaces");
        }
        if (problem.contains("mapping values are not allowed")) {
            return at(file, here, "a ':' cannot stand here; indent this line like its neighbours, or quote the value");
        }
        if (problem.contains("could not find expected ':'")) {
            return at(file, start, "a field needs a ':' and a space behind its name");
        }
        if (context.contains("quoted scalar") && problem.contains("unexpected end of stream")) {
            return at(file, start, "the quote that opens here is never closed");
        }
        if (context.contains("flow mapping")) {
            return at(
                    file, here, "a ',' or '}' is missing here, for the '{' at line %d".formatted(start.getLine() + 1));
        }
        if (context.contains("flow sequence")) {
            return at(
                    file, here, "a ',' or ']' is missing here, for the '[' at line %d".formatted(start.getLine() + 1));
        }
        if (problem.contains("<block end>") || problem.contains("<document start>")) {
            return at(file, here, "this does not fit the lines above: check the indentation and the quotes");
        }
        boolean anchor = context.contains("scanning an alias") || context.contains("scanning an anchor");
        if (anchor || problem.contains("cannot start any token") || problem.contains("expected the node content")) {
            return at(file, anchor ? start : here, "a value cannot start with this character; quote the value");
        }
        return at(file, here, "this is not YAML: " + Words.shorten(problem));
    }

    private static Problem at(String file, Mark mark, String message) {
        return new Problem(new SourcePosition(file, mark.getLine() + 1, mark.getColumn() + 1), message);
    }
}
