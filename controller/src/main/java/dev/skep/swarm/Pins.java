package dev.skep.swarm;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a registry says of images. A thousand manifests of one image ask it once; but only an answer is shared with whoever
 * comes while it is being asked. That it gave none to a question of before is no answer to theirs: one of them asks again.
 */
final class Pins {
    private final Function<String, Optional<String>> registry;
    private final Map<String, CompletableFuture<Optional<String>>> underWay = new ConcurrentHashMap<>();

    /**
     * Has asked nothing yet.
     *
     * @param registry the image with its digest; empty where no registry says one
     */
    Pins(Function<String, Optional<String>> registry) {
        this.registry = registry;
    }

    /** The image with its digest, if a question that was under way said so, or one that was begun since. */
    Optional<String> of(String image) {
        var own = new CompletableFuture<Optional<String>>();
        var before = underWay.putIfAbsent(image, own);
        if (before == null) {
            return ask(image, own);
        }
        return before.exceptionally(_ -> Optional.empty()).join().or(() -> {
            var since = underWay.putIfAbsent(image, own);
            return since == null ? ask(image, own) : since.join();
        });
    }

    /** Nobody meets the question any more once its outcome is known: it was asked before them. */
    private Optional<String> ask(String image, CompletableFuture<Optional<String>> own) {
        try {
            var answer = registry.apply(image);
            underWay.remove(image);
            own.complete(answer);
            return answer;
        } catch (RuntimeException | Error e) {
            underWay.remove(image);
            own.completeExceptionally(e);
            throw e;
        }
    }
}
