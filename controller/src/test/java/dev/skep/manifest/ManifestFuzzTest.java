package dev.skep.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a file, reading it ends, with problems that an editor can go to. */
class ManifestFuzzTest {
    private static final int ROUNDS = 5_000;
    private static final List<String> SEEDS =
            List.of(Texts.FULL, Texts.HEAD, Texts.FULL.replace("\n", "\r\n"), Texts.HEAD + "---\n" + Texts.FULL);
    private static final List<String> PIECES = List.of(
            "\t",
            "\n",
            "\r",
            "\0",
            " ",
            ":",
            ": ",
            "- ",
            "? ",
            "---\n",
            "...\n",
            "&a ",
            "*a",
            "!!str ",
            "!x!y ",
            "!%FF ",
            "%YAML 1.1\n",
            "<<: ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "|\n",
            ">9-\n",
            "#",
            "@",
            "`",
            "\\U",
            "\"\\UFFFFFFFF\"",
            "\"\\x4",
            "0x10",
            "1e999",
            ".inf",
            "~",
            "\uFEFF",
            "\u2028",
            "\uD800",
            "😀",
            "é",
            "\u0085",
            ",");

    @Test
    void aMutatedManifestIsReadOrRefusedAtAPlaceInTheText() {
        var random = new Random(20_260_101);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int round = 0; round < ROUNDS; round++) {
                String text = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
                for (Problem problem : ManifestReader.read("f", text).problems()) {
                    assertTrue(isWithin(text, problem.at()), () -> problem + " in\n" + text);
                    assertTrue(problem.message().codePoints().noneMatch(Character::isISOControl), problem::message);
                }
            }
        });
    }

    /** All that it takes to read the largest file, what is let go at once included. */
    private static final long MEMORY = 192L << 20;

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void anyBytesAreReadOrRefusedAtAPlace() {
        var random = new Random(20_261_128);
        readsAll(ROUNDS / 5, () -> broken(SEEDS.get(random.nextInt(SEEDS.size())), random));
    }

    /** Each is near to the limit of what a file may be, or past it. */
    @Test
    void whateverIsLargeDeepOrManyTimesTheSameEndsAsWell() {
        var random = new Random(20_261_129);
        readsAll(60, () -> huge(random));
    }

    /** More than any disk has room for. */
    @Test
    void aFileOfATebibyteIsTooLarge() throws IOException {
        var file = folder.resolve("large.yaml");
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(1L << 40);
        }
        assertTimeoutPreemptively(
                LONGEST,
                () -> assertEquals(
                        List.of(file + ":1:1: " + YamlReader.TOO_LARGE),
                        read(file).problems().stream().map(Problem::toString).toList()));
    }

    private void readsAll(int rounds, Supplier<byte[]> content) {
        var file = folder.resolve("f.yaml");
        assertTimeoutPreemptively(LONGEST, () -> {
            for (int round = 0; round < rounds; round++) {
                Files.write(file, content.get());
                for (var problem : read(file).problems()) {
                    assertTrue(problem.at().line() >= 1 && problem.at().column() >= 1, problem::toString);
                    assertTrue(problem.message().codePoints().noneMatch(Character::isISOControl), problem::message);
                }
            }
        });
    }

    private static ReadResult read(Path file) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        var read = ManifestFiles.read(List.of(file));
        long took = threads.getCurrentThreadAllocatedBytes() - before;
        if (took > MEMORY) {
            var kept =
                    Files.copy(file, Files.createTempFile("skep-fuzz", ".yaml"), StandardCopyOption.REPLACE_EXISTING);
            fail(took + " bytes to read " + kept);
        }
        return read;
    }

    private static byte[] broken(String text, Random random) {
        var bytes = mutate(text, random).getBytes(charset(random));
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    private static Charset charset(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> StandardCharsets.UTF_16; // with its mark
            case 1 -> StandardCharsets.UTF_16LE;
            case 2 -> Charset.forName("UTF-32");
            case 3 -> StandardCharsets.ISO_8859_1;
            default -> StandardCharsets.UTF_8;
        };
    }

    private static byte[] huge(Random random) {
        var text = new StringBuilder(random.nextBoolean() ? Texts.HEAD : "");
        var size = YamlReader.LARGEST - 2_000 + random.nextInt(4_000);
        var opening = List.of("[", "{", "{a: ", "- ", "? ", "&a [", "!!seq [", "\"", "'", "a:\n ", "---\n", "#", "%");
        switch (random.nextInt(4)) {
            case 0 -> fill(text, size, opening.get(random.nextInt(opening.size())));
            case 1 -> {
                for (int depth = 0; text.length() < size; depth++) {
                    text.append(" ".repeat(depth % 600)).append("a:\n");
                }
            }
            case 2 -> {
                text.append("a0: &a0 [x]\n");
                for (int i = 1; text.length() < size; i++) {
                    text.append("a%d: &a%d [%s]\n"
                            .formatted(i, i, "*a%d,".formatted(i - 1).repeat(9)));
                }
            }
            default -> fill(text, size, mutate(Texts.FULL, random) + "\n---\n");
        }
        text.setLength(Math.min(text.length(), size));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void fill(StringBuilder text, int size, String with) {
        while (text.length() < size) {
            text.append(with);
        }
    }

    private static String mutate(String text, Random random) {
        var mutated = new StringBuilder(text);
        for (int i = random.nextInt(6); i >= 0; i--) {
            int from = random.nextInt(mutated.length());
            int to = Math.min(mutated.length(), from + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(from, Math.max(to, from + 1));
                case 1 -> mutated.insert(from, mutated.substring(from, to));
                case 2 -> mutated.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                default -> mutated.setCharAt(from, (char) (32 + random.nextInt(95)));
            }
        }
        return mutated.toString();
    }

    private static boolean isWithin(String text, SourcePosition at) {
        String[] lines = text.split("\r\n|\r|\n", -1);
        if (at.line() < 1 || at.line() > lines.length) {
            return false;
        }
        String line = lines[at.line() - 1];
        return at.column() >= 1 && at.column() <= line.codePointCount(0, line.length()) + 1;
    }
}
