package dev.skep.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.backup.BackupText.Read;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The file of a backup: what is written is read, and nothing else is. */
final class BackupTextTest {
    private static final String TEXT = BackupText.write(Backups.perReplica("incr", 12, 30));
    private static final int MANY = 500;

    @Test
    void aPersonCanReadIt() {
        assertEquals("""
                {
                  "format": "skep-backup/1",
                  "manifest": "incr",
                  "mode": "single",
                  "generation": 3,
                  "taken": "2026-11-27T20:10:00.123456789Z",
                  "sum": 42,
                  "shards": [
                    {
                      "group": "redis",
                      "count": 42,
                      "writers": {
                        "w": "7:42"
                      }
                    }
                  ],
                  "sha256": "SUM"
                }
                """, BackupText.write(Backups.single("incr", 42)).replaceFirst("[0-9a-f]{64}", "SUM"));
    }

    /** So {@code sed '/^  "sha256"/,$d' FILE | sha256sum} tells it, too. */
    @Test
    void theSumIsOfAllLinesBeforeIt() {
        var before = TEXT.substring(0, TEXT.indexOf("  \"sha256\""));
        assertTrue(TEXT.endsWith("\n  \"sha256\": \"%s\"\n}\n".formatted(BackupText.sha256(before))), TEXT);
    }

    @Test
    void anyIsReadAsItWasWritten() {
        var random = new Random(1);
        for (int i = 0; i < MANY; i++) {
            var backup = Backups.random(random);
            assertEquals(new Read.Sound(backup), BackupText.read(BackupText.write(backup)));
        }
    }

    @Test
    void oneThatIsCutOffAnywhereIsDamaged() {
        for (int length = 0; length < TEXT.length(); length++) {
            damaged(TEXT.substring(0, length));
        }
    }

    @Test
    void anyBitThatIsAnotherIsNoticed() {
        for (int at = 0; at < TEXT.length(); at++) {
            for (int bit = 0; bit < 7; bit++) {
                var changed = new StringBuilder(TEXT);
                changed.setCharAt(at, (char) (TEXT.charAt(at) ^ (1 << bit)));
                damaged(changed.toString());
            }
        }
    }

    @Test
    void anyPieceThatIsMissingOrTwiceThereIsNoticed() {
        var random = new Random(2);
        for (int i = 0; i < MANY; i++) {
            int from = random.nextInt(TEXT.length());
            int to = random.nextInt(from + 1, TEXT.length() + 1);
            damaged(TEXT.substring(0, from) + TEXT.substring(to));
            damaged(TEXT.substring(0, to) + TEXT.substring(from));
        }
    }

    @Test
    void aCountThatSomebodyWroteByHandIsRefused() {
        var why = damaged(TEXT.replace("\"count\": 12", "\"count\": 13"));
        assertTrue(why.contains("SHA-256"), why);
    }

    @Test
    void whatIsNoBackupIsToldFromOneOfAnotherFormat() {
        assertEquals("it is no backup of Skep: it has no \"format\"", damaged("{}"));
        assertTrue(damaged("hello").startsWith("it is no JSON document"), damaged("hello"));
        assertEquals(
                "its format is \"skep-backup/2\", and this Skep reads \"skep-backup/1\"",
                damaged(TEXT.replace("skep-backup/1", "skep-backup/2")));
    }

    private static String damaged(String text) {
        return assertInstanceOf(Read.Damaged.class, BackupText.read(text), text).why();
    }
}
