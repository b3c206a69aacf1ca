package dev.skep.e2e;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/** Runs commands as a person would, each with a deadline. */
final class Shell {
    /** A command that ran to its end. */
    record Ran(List<String> command, int exit, String out, String err) {
        /** What it printed; fails unless it ended well. */
        String ok() {
            return exit == 0 ? out.strip() : fail("failed: " + this);
        }

        /** All that it said, to whichever stream. */
        String said() {
            return out + err;
        }

        @Override
        public String toString() {
            return "%s%nexit %d%n%s".formatted(String.join(" ", command), exit, said());
        }
    }

    private Shell() {}

    /** Runs it; fails when it does not end in time. */
    static Ran run(Duration deadline, Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var process = builder.start();
            process.getOutputStream().close();
            var out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()), readers);
            var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), readers);
            if (!process.waitFor(deadline.toNanos(), NANOSECONDS)) {
                process.destroyForcibly();
                fail("not ended after %d s: %s%n%s%s"
                        .formatted(deadline.toSeconds(), String.join(" ", command), out.join(), err.join()));
            }
            return new Ran(command, process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted while it ran: " + String.join(" ", command), e);
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
