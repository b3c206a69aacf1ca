package dev.skep.observed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is asked of the spec that a service had before its last update; of a thousand services the whole ones would be ten
 * mebibytes for nothing.
 *
 * @param files the names of the secrets and configs that it referred to
 */
public record Previous(String image, Set<String> files) {
    public Previous {
        files = Set.copyOf(files);
    }

    /** Of a whole spec. */
    public static Previous of(JsonNode spec) {
        return new Previous(
                spec.path("TaskTemplate").path("ContainerSpec").path("Image").asText(), files(spec));
    }

    /** The names of the secrets and configs that a spec refers to. */
    static Set<String> files(JsonNode spec) {
        var container = spec.path("TaskTemplate").path("ContainerSpec");
        var names = new TreeSet<String>();
        container.path("Secrets").forEach(s -> names.add(s.path("SecretName").asText()));
        container.path("Configs").forEach(c -> names.add(c.path("ConfigName").asText()));
        return names;
    }
}
