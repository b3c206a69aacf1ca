package dev.skep.bench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skep.bench.run.Docker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code docker stack deploy} makes of a file that asks for the same as Skep's app: its image, environment, limits,
 * network, secret, and way of being updated.
 *
 * @param spec of Skep's service, as the engine shows it
 */
record Stack(String name, JsonNode spec) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String service() {
        return name + "_app";
    }

    /** Deploys it with this limit of memory. The file is JSON, which is YAML. */
    void deploy(int mebibytes) throws IOException, InterruptedException {
        var file = Files.createTempFile(name, ".yaml");
        try {
            JSON.writeValue(file.toFile(), compose(mebibytes));
            deploy(file);
        } finally {
            Files.delete(file);
        }
    }

    private void deploy(Path file) throws IOException, InterruptedException {
        Docker.run("stack", "deploy", "--compose-file", file.toString(), name);
    }

    private JsonNode compose(int mebibytes) {
        var json = JsonNodeFactory.instance;
        var container = spec.at("/TaskTemplate/ContainerSpec");
        var secret = container.at("/Secrets/0");
        var owner = spec.at("/Labels").path("dev.skep.name").asText();
        var compose = json.objectNode().put("version", "3.8");
        var networks = compose.putObject("networks");
        compose.putObject("secrets")
                .putObject(secret.path("SecretName").asText())
                .put("external", true);
        var app = compose.putObject("services").putObject("app");
        app.put("image", container.path("Image").asText()).put("stop_grace_period", "15s");
        app.set("environment", container.path("Env"));
        var joined = app.putArray("networks");
        // Where it is asked, and where its Redis is.
        for (var network : List.of(owner, owner + "_redis")) {
            networks.putObject(network).put("external", true);
            joined.add(network);
        }
        app.putArray("secrets")
                .addObject()
                .put("source", secret.path("SecretName").asText())
                .put("target", secret.at("/File/Name").asText());
        var deploy = app.putObject("deploy");
        deploy.put("replicas", spec.at("/Mode/Replicated/Replicas").asInt()).put("endpoint_mode", "dnsrr");
        deploy.putObject("resources").putObject("limits").put("memory", mebibytes + "M");
        deploy.putObject("update_config")
                .put("order", spec.at("/UpdateConfig/Order").asText())
                .put("parallelism", spec.at("/UpdateConfig/Parallelism").asInt())
                .put("monitor", spec.at("/UpdateConfig/Monitor").asLong() / 1_000_000 + "ms");
        return compose;
    }

    void remove() throws IOException, InterruptedException {
        Docker.run("stack", "rm", name);
    }
}
