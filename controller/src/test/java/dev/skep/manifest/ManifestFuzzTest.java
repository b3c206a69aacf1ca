package dev.skep.manifest;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
