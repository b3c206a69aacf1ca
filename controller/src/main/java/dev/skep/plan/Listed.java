package dev.skep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Lists whose entries have names, so that a change is one of an entry and not of the whole list. */
enum Listed {
    ENV("TaskTemplate.ContainerSpec.Env") {
        @Override
        String key(JsonNode entry, Map<String, String> networks) {
            return entry.asText().split("=", 2)[0];
        }

        @Override
        String text(JsonNode entry) {
            var sides = entry.asText().split("=", 2);
            return sides.length == 2 ? sides[1] : "(inherited)";
        }
    },
    SECRETS("TaskTemplate.ContainerSpec.Secrets") {
        @Override
        String key(JsonNode entry, Map<String, String> networks) {
            return entry.path("File").path("Name").asText();
        }

        @Override
        String text(JsonNode entry) {
            return entry.path("SecretName").asText();
        }
    },
    CONFIGS("TaskTemplate.ContainerSpec.Configs") {
        @Override
        String key(JsonNode entry, Map<String, String> networks) {
            return entry.path("File").path("Name").asText();
        }

        @Override
        String text(JsonNode entry) {
            return entry.path("ConfigName").asText();
        }
    },
    MOUNTS("TaskTemplate.ContainerSpec.Mounts") {
        @Override
        String key(JsonNode entry, Map<String, String> networks) {
            return entry.path("Target").asText();
        }

        @Override
        String text(JsonNode entry) {
            return entry.path("Type").asText() + " " + entry.path("Source").asText();
        }
    },
    NETWORKS("TaskTemplate.Networks") {
        @Override
        String key(JsonNode entry, Map<String, String> networks) {
            var target = entry.path("Target").asText();
            return networks.getOrDefault(target, target);
        }

        @Override
        String text(JsonNode entry) {
            return entry.path("Aliases").isEmpty() ? "attached" : "attached as " + Values.plain(entry.path("Aliases"));
        }
    },
    PORTS("EndpointSpec.Ports") {
        @Override
        String key(JsonNode entry, Map<String, String> networks) {
            return "for " + entry.path("TargetPort").asText();
        }

        @Override
        String text(JsonNode entry) {
            return entry.path("PublishedPort").asText() + " ("
                    + entry.path("PublishMode").asText() + ")";
        }
    };

    private final String path;

    Listed(String path) {
        this.path = path;
    }

    /** The list that a change of the spec is in. */
    static Optional<Listed> of(String path) {
        for (var list : values()) {
            if (path.equals(list.path) || path.startsWith(list.path + "[")) {
                return Optional.of(list);
            }
        }
        return Optional.empty();
    }

    /** What an entry is known by. */
    abstract String key(JsonNode entry, Map<String, String> networks);

    /** What is said of it. */
    abstract String text(JsonNode entry);

    String path() {
        return path;
    }

    /** The entries of a spec, by what they are known by. */
    Map<String, String> entries(JsonNode spec, Map<String, String> networks) {
        var entries = new LinkedHashMap<String, String>();
        spec.at("/" + path.replace('.', '/')).forEach(e -> entries.put(key(e, networks), text(e)));
        return entries;
    }
}
