package dev.skep.manifest;

import dev.skep.manifest.ExposeSpec.Via;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the documents of one or more files against each other: a name and a published port belong to one manifest only. */
final class ReadTogether {
    private static final int MOST_PROBLEMS_OF_A_FILE = 100;

    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> doubledNames = new HashSet<>();
    private final Map<Integer, Manifest> portOwners = new HashMap<>();

    private ReadTogether() {}

    /** What the files say together, in their order. */
    static ReadResult of(List<ReadText> texts) {
        return new ReadTogether().result(texts);
    }

    private ReadResult result(List<ReadText> texts) {
        for (ReadText text : texts) {
            text.unreadable().ifPresent(problems::add);
            text.documents().forEach(document -> problems.addAll(document.problems()));
        }
        findDoubledNames(texts);
        var manifests = texts.stream()
                .filter(text -> text.unreadable().isEmpty())
                .flatMap(text -> text.documents().stream())
                .filter(document -> document.problems().isEmpty())
                .filter(document -> !doubledNames.contains(document.manifest().name()))
                .filter(this::ownsItsPort)
                .map(ReadDocument::manifest)
                .toList();
        problems.sort(inOrderOf(texts));
        return new ReadResult(manifests, bounded(problems));
    }

    /** Of a file that is something else altogether, nobody reads the ten thousandth problem. */
    private static List<Problem> bounded(List<Problem> problems) {
        var ofFile = new HashMap<String, Integer>();
        var kept = new ArrayList<Problem>();
        for (Problem problem : problems) {
            int count = ofFile.merge(problem.at().file(), 1, Integer::sum);
            if (count <= MOST_PROBLEMS_OF_A_FILE) {
                kept.add(problem);
            } else if (count == MOST_PROBLEMS_OF_A_FILE + 1) {
                kept.add(new Problem(problem.at(), "from here on there are more problems; mend those above first"));
            }
        }
        return kept;
    }

    /** Which of two manifests of one name is meant nobody knows, so neither counts, even if one of them is wrong. */
    private void findDoubledNames(List<ReadText> texts) {
        var first = new HashMap<String, SourcePosition>();
        texts.stream()
                .flatMap(text -> text.documents().stream())
                .flatMap(document -> document.name().stream())
                .forEach(name -> {
                    SourcePosition earlier = first.putIfAbsent(name.value(), name.at());
                    if (earlier != null) {
                        doubledNames.add(name.value());
                        problems.add(new Problem(
                                name.at(),
                                "the name '%s' is taken at %s; a name may occur once, so neither counts"
                                        .formatted(name.value(), earlier)));
                    }
                });
    }

    private boolean ownsItsPort(ReadDocument document) {
        ExposeSpec expose = document.manifest().spec().app().expose();
        if (expose.via() == Via.NONE) {
            return true;
        }
        Manifest owner = portOwners.putIfAbsent(expose.port(), document.manifest());
        if (owner != null) {
            problems.add(new Problem(
                    document.portAt(),
                    "port %d is published by '%s' at %s; set another spec.app.expose.port, or via: none"
                            .formatted(expose.port(), owner.name(), owner.at())));
        }
        return owner == null;
    }

    private static Comparator<Problem> inOrderOf(List<ReadText> texts) {
        var order = texts.stream().map(ReadText::file).toList();
        var index = new HashMap<String, Integer>();
        order.forEach(file -> index.putIfAbsent(file, index.size()));
        return Comparator.comparingInt(
                        (Problem problem) -> index.getOrDefault(problem.at().file(), 0))
                .thenComparingInt(problem -> problem.at().line())
                .thenComparingInt(problem -> problem.at().column());
    }
}
