package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From changes of a raw spec to what a user calls them. */
final class Changes {
    /** What somebody put there by hand may be a password. */
    private static final String HIDDEN = "(not shown)";

    private final JsonNode there;
    private final JsonNode wanted;
    private final Map<String, String> networks;
    private final Causes causes;
    private final List<Change> changes = new ArrayList<>();
    private final Set<Listed> told = EnumSet.noneOf(Listed.class);

    Changes(JsonNode there, JsonNode wanted, Map<String, String> networks, Causes causes) {
        this.there = there;
        this.wanted = wanted;
        this.networks = networks;
        this.causes = causes;
    }

    List<Change> of(List<FieldChange> raw) {
        raw.forEach(c -> Listed.of(c.path()).ifPresentOrElse(this::list, () -> field(c)));
        return changes;
    }

    private void field(FieldChange change) {
        var term = Term.of(change.path());
        changes.add(new Change(
                term.what(),
                change.path(),
                term.text().apply(change.from()),
                term.text().apply(change.to()),
                causes.of(term)));
    }

    /** Every entry that is another, once, however many changes of the raw spec that is. */
    private void list(Listed list) {
        if (!told.add(list)) {
            return;
        }
        var from = list.entries(there, networks);
        var to = list.entries(wanted, networks);
        var keys = new LinkedHashSet<>(to.keySet());
        keys.addAll(from.keySet());
        keys.removeIf(k -> from.getOrDefault(k, "").equals(to.getOrDefault(k, "")));
        for (var key : keys) {
            var old = list == Listed.ENV && from.containsKey(key) && !to.containsKey(key) ? HIDDEN : from.get(key);
            changes.add(entry(list, Term.of(list.path() + "." + key), orNone(old), orNone(to.get(key))));
        }
        if (keys.isEmpty()) {
            changes.add(entry(list, Term.of(list.path()), "in other order or detail", "as asked"));
        }
    }

    private Change entry(Listed list, Term term, String from, String to) {
        return new Change(term.what(), list.path(), from, to, causes.of(term));
    }

    private static String orNone(String value) {
        return value == null ? Values.NONE : value;
    }
}
