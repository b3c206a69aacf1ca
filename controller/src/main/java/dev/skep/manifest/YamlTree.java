package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Entry;
import dev.skep.manifest.YamlNode.Listing;
import dev.skep.manifest.YamlNode.Mapping;
import dev.skep.manifest.YamlNode.Refused;
import dev.skep.manifest.YamlNode.Scalar;
import dev.skep.manifest.YamlNode.Style;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Takes a text apart into YAML documents.
 *
 * <p>It builds its own small tree from the parser's events: SnakeYAML's composer resolves aliases (so that each user must
 * bound them) and gives no position for some of its errors. Here anchors, aliases and tags are problems at their place.
 */
final class YamlTree {
    private static final int DEEPEST = 20;

    private final String file;
    private final String text;
    private final Iterator<Event> events;
    private final List<YamlText.Document> documents = new ArrayList<>();
    private List<Problem> problems = new ArrayList<>();
    private Mark reached = new Mark("", 0, 0, 0, new int[0], 0);

    private YamlTree(String file, String text) {
        this.file = file;
        this.text = text;
        var options = new LoaderOptions();
        options.setCodePointLimit(YamlReader.LARGEST);
        this.events = new Yaml(options).parse(new StringReader(text)).iterator();
    }

    static YamlText read(String file, String text) {
        return new YamlTree(file, text).documents();
    }

    private YamlText documents() {
        try {
            while (events.hasNext()) {
                if (next() instanceof DocumentStartEvent start) {
                    document(start);
                }
            }
            return new YamlText(documents, Optional.empty());
        } catch (MarkedYAMLException e) {
            return new YamlText(documents, Optional.of(YamlErrors.explain(file, e)));
        } catch (YAMLException | IllegalArgumentException e) {
            // SnakeYAML's scanner lets some wrong escapes ("\UFFFFFFFF") out as bare exceptions, without a position.
            String message = "behind this comes what is not YAML: is an escape in double quotes wrong?";
            return new YamlText(documents, Optional.of(new Problem(position(reached), message)));
        } catch (TooDeep e) {
            String message = "nested deeper than %d levels; a manifest needs 4".formatted(DEEPEST);
            return new YamlText(documents, Optional.of(new Problem(position(e.mark), message)));
        }
    }

    private void document(DocumentStartEvent start) throws TooDeep {
        problems = new ArrayList<>();
        YamlNode root = node(next(), 0);
        Event end = next();
        if (!(root instanceof Scalar scalar && scalar.isNothing())) {
            documents.add(new YamlText.Document(root, span(start, end), problems));
        }
    }

    /** From behind its {@code ---}, or from the start of the file, to what ends it. */
    private DocumentSpan span(DocumentStartEvent start, Event end) {
        int from =
                start.getExplicit() ? index(start.getEndMark()) : documents.isEmpty() ? 0 : index(start.getStartMark());
        return DocumentSpan.of(text, from, index(end.getStartMark()));
    }

    /** SnakeYAML counts code points. */
    private int index(Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    private YamlNode node(Event event, int depth) throws TooDeep {
        if (depth > DEEPEST) {
            throw new TooDeep(event.getStartMark());
        }
        var at = position(event.getStartMark());
        boolean refused = refuse((NodeEvent) event, at);
        YamlNode node =
                switch (event) {
                    case AliasEvent alias -> new Refused(at);
                    case ScalarEvent scalar ->
                        new Scalar(at, scalar.getValue(), scalar.isPlain() ? Style.PLAIN : Style.QUOTED);
                    case MappingStartEvent mapping -> mapping(at, depth);
                    default -> listing(at, depth);
                };
        return refused ? new Refused(at) : node;
    }

    private boolean refuse(NodeEvent event, SourcePosition at) {
        int before = problems.size();
        if (event instanceof AliasEvent) {
            problems.add(new Problem(
                    at, "an alias (*%s) cannot be used here; write the value itself".formatted(anchor(event))));
        } else if (event.getAnchor() != null) {
            problems.add(new Problem(
                    at,
                    "an anchor (&%s) cannot be used here; write each value where it is needed"
                            .formatted(anchor(event))));
        }
        String tag =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag();
                    case CollectionStartEvent collection -> collection.getTag();
                    default -> null;
                };
        if (tag != null) {
            problems.add(new Problem(at, "a tag (such as !!str) cannot be used here; write the plain value"));
        }
        return problems.size() > before;
    }

    private static String anchor(NodeEvent event) {
        return Words.shorten(event.getAnchor());
    }

    private Mapping mapping(SourcePosition at, int depth) throws TooDeep {
        var entries = new ArrayList<Entry>();
        for (Event key = next(); !key.is(Event.ID.MappingEnd); key = next()) {
            YamlNode name = node(key, depth + 1);
            YamlNode value = node(next(), depth + 1);
            switch (name) {
                case Scalar scalar -> entries.add(new Entry(scalar, value));
                case Refused refused -> {}
                case Mapping mapping -> problems.add(new Problem(name.at(), "the name of a field must be a word"));
                case Listing listing -> problems.add(new Problem(name.at(), "the name of a field must be a word"));
            }
        }
        return new Mapping(at, entries);
    }

    private Listing listing(SourcePosition at, int depth) throws TooDeep {
        for (Event item = next(); !item.is(Event.ID.SequenceEnd); item = next()) {
            node(item, depth + 1);
        }
        return new Listing(at);
    }

    private Event next() {
        Event event = events.next();
        reached = event.getEndMark();
        return event;
    }

    private SourcePosition position(Mark mark) {
        return new SourcePosition(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Ends the reading of a text that is nested without end. */
    private static final class TooDeep extends Exception {
        private final transient Mark mark;

        private TooDeep(Mark mark) {
            super(null, null, false, false);
            this.mark = mark;
        }
    }
}
