package dev.skep.manifest;

import static dev.skep.manifest.Texts.FILE;
import static dev.skep.manifest.Texts.HEAD;
import static dev.skep.manifest.Texts.problems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a document that is put together wrongly, word for word. */
class BadDocumentsTest {
    private static final String NAME =
            "metadata.name must be a DNS label: at most 40 lowercase letters, digits and '-',"
                    + " starting with a letter (but not with 'skep'), ending with a letter or digit";

    @ParameterizedTest
    @MethodSource({"structure", "rules"})
    void isRefusedAtItsPlace(String spec, String expected) {
        assertEquals(List.of(FILE + ":" + expected), problems(ManifestReader.read(FILE, HEAD + spec)));
    }

    @ParameterizedTest
    @MethodSource({"documents", "syntax"})
    void isRefusedAsAText(String text, String expected) {
        var result = ManifestReader.read(FILE, text);

        assertEquals(FILE + ":" + expected, problems(result).getFirst());
        assertEquals(List.of(), result.manifests());
    }

    static Stream<Arguments> structure() {
        return Stream.of(
                arguments(
                        "  app: { replica: 3 }",
                        "5:10: unknown field 'replica' in spec.app; did you mean 'replicas'?;"
                                + " allowed: image, replicas, expose, resources, requestTimeout, update"),
                arguments(
                        "  replicas: 3",
                        "5:3: unknown field 'replicas' in spec; it belongs in spec.app; allowed: suspend, app, redis"),
                arguments(
                        "  kind: x",
                        "5:3: unknown field 'kind' in spec; it belongs at the left margin; allowed: suspend, app, redis"),
                arguments("  colour: blue", "5:3: unknown field 'colour' in spec; allowed: suspend, app, redis"),
                arguments(
                        "  app:\n    replicas: 1\n    replicas: 2\n",
                        "7:5: field 'replicas' is written twice, first at line 6, column 5; keep one"),
                arguments(
                        "  app: 3",
                        "5:8: spec.app must hold fields (image, replicas, expose, resources, requestTimeout, update), got 3"),
                arguments(
                        "  redis: [single]",
                        "5:10: spec.redis must hold fields (mode, image, persistence, sentinel), got a list"),
                arguments(
                        "  app: &app { replicas: 3 }",
                        "5:8: an anchor (&app) cannot be used here; write each value where it is needed"),
                arguments("  app: { replicas: *n }", "5:20: an alias (*n) cannot be used here; write the value itself"),
                arguments(
                        "  app: { replicas: !!int 3 }",
                        "5:20: a tag (such as !!str) cannot be used here; write the plain value"),
                arguments(
                        "  app: { <<: { replicas: 3 } }",
                        "5:10: unknown field '<<' in spec.app; merge keys cannot be used here,"
                                + " write each field where it is needed; allowed: image, replicas, expose, resources, requestTimeout, update"),
                arguments("  ? [a]\n  : b\n", "5:5: the name of a field must be a word"));
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                arguments(
                        "  app:\n    expose: { via: host }\n    update: { order: start-first }\n",
                        "7:22: spec.app.update.order must be stop-first where spec.app.expose.via is host,"
                                + " got 'start-first': the new task would wait for ever for the port of the old one"),
                arguments(
                        "  redis: { sentinel: { sentinels: 3, quorum: 4 } }",
                        "5:46: spec.redis.sentinel.quorum must be at most the number of sentinels, 3, got 4"),
                arguments(
                        "  redis: { sentinel: { members: 10 } }",
                        "5:33: spec.redis.sentinel.members must be a whole number from 2 to 9, got 10"),
                arguments(
                        "  redis: { sentinel: { members: 1 } }",
                        "5:33: spec.redis.sentinel.members must be a whole number from 2 to 9, got 1"),
                arguments(
                        "  redis: { sentinel: { quorum: 0 } }",
                        "5:32: spec.redis.sentinel.quorum must be a whole number from 1 to 9 (at most the sentinels), got 0"),
                arguments(
                        "  redis: { sentinel: { sentinels: 2 } }",
                        "5:35: spec.redis.sentinel.sentinels must be a whole number from 3 to 9"
                                + " (fewer have no majority once one is lost), got 2"),
                arguments(
                        "  redis: { sentinel: { downAfter: 10ms } }",
                        "5:35: spec.redis.sentinel.downAfter must be a duration from 100ms to 5m,"
                                + " such as 500ms, 3s, 30s or 2m, got 10ms"));
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                arguments(
                        HEAD.replace("skep.dev/v1", "skep.dev/v2"),
                        "1:13: apiVersion must be skep.dev/v1, got the text 'skep.dev/v2'"),
                arguments(
                        HEAD.replace("Incrementor", "Deployment"),
                        "2:7: kind must be Incrementor, got the text 'Deployment'"),
                arguments(HEAD.replace("spec:\n", ""), "1:1: field 'spec' is missing; it holds: suspend, app, redis"),
                arguments(
                        HEAD.replace("{ name: incr }", "{}"),
                        "3:11: field 'metadata.name' is missing; it must be"
                                + NAME.substring("metadata.name must be".length())),
                arguments(
                        HEAD.replace("{ name: incr }", ""),
                        "3:10: field 'metadata.name' is missing; it must be"
                                + NAME.substring("metadata.name must be".length())),
                arguments(
                        HEAD.replace("incr", "My_App"),
                        "3:19: " + NAME + ", got the text 'My_App'; did you mean 'my-app'?"),
                arguments(HEAD.replace("incr", "1x1"), "3:19: " + NAME + ", got 1x1; did you mean 'x1'?"),
                arguments(
                        HEAD.replace("incr", "incr-"),
                        "3:19: " + NAME + ", got the text 'incr-'; did you mean 'incr'?"),
                arguments(HEAD.replace("incr", "skep-x"), "3:19: " + NAME + ", got the text 'skep-x'"),
                arguments(
                        HEAD.replace("incr", "a".repeat(41)),
                        "3:19: " + NAME + ", got the text '" + "a".repeat(41) + "'"),
                arguments(HEAD.replace("incr", "~"), "3:19: " + NAME + ", got nothing"),
                arguments(HEAD.replace("incr", "true"), "3:19: " + NAME + ", got true; write it in quotes: 'true'"),
                arguments("- a\n", "1:1: a manifest must hold fields (apiVersion, kind, metadata, spec), got a list"),
                arguments(
                        "hello\n",
                        "1:1: a manifest must hold fields (apiVersion, kind, metadata, spec), got the text 'hello'"));
    }

    static Stream<Arguments> syntax() {
        return Stream.of(
                arguments("a:\n\tb: c\n", "2:1: a tab cannot indent in YAML; use spaces"),
                arguments(
                        "a: b: c\n",
                        "1:5: a ':' cannot stand here; indent this line like its neighbours, or quote the value"),
                arguments(
                        "a: b\n c: d\n",
                        "2:3: a ':' cannot stand here; indent this line like its neighbours, or quote the value"),
                arguments("a: b\nc\nd: e\n", "2:1: a field needs a ':' and a space behind its name"),
                arguments("a: 'b\nc: d\n", "1:4: the quote that opens here is never closed"),
                arguments("a: {b: c\nd: e\n", "2:2: a ',' or '}' is missing here, for the '{' at line 1"),
                arguments("a: [b\n", "2:1: a ',' or ']' is missing here, for the '[' at line 1"),
                arguments("a: [b\r", "2:1: a ',' or ']' is missing here, for the '[' at line 1"),
                arguments(
                        "a:\n    b: c\n  d: e\n",
                        "3:3: this does not fit the lines above: check the indentation and the quotes"),
                arguments("a: @b\n", "1:4: a value cannot start with this character; quote the value"),
                arguments("a: }\n", "1:4: a value cannot start with this character; quote the value"),
                arguments("a: *\n", "1:4: a value cannot start with this character; quote the value"),
                arguments("a: \"\\q\"\n", "1:6: this is not YAML: found unknown escape character q(113)"),
                arguments(
                        "a: \"\\UFFFFFFFF\"\n",
                        "1:2: behind this comes what is not YAML: is an escape in double quotes wrong?"),
                arguments("a: b\0c\n", "1:5: character U+0000 cannot stand in a manifest; is this a text file?"),
                arguments("a: b\u2028c\n", "1:5: character U+2028 cannot stand in a manifest; is this a text file?"),
                arguments("a: " + "[".repeat(100_000), "1:24: nested deeper than 20 levels; a manifest needs 4"));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceInTheOrderOfTheText() {
        var result = ManifestReader.read(FILE, """
                apiVersion: v1
                kind: Incrementor
                spec:
                  app:
                    replicas: many
                    replica: 3
                  redis:
                    mode: singel
                  redis: {}
                """);

        assertEquals(
                List.of("1:1", "1:13", "5:15", "6:5", "8:11", "9:3"),
                result.problems().stream()
                        .map(problem -> problem.at().line() + ":" + problem.at().column())
                        .toList());
    }

    @Test
    void anAnchorBombIsRefusedWithoutGoingOff() {
        var bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d,".formatted(i - 1).repeat(9)));
        }

        var result = ManifestReader.read(FILE, bomb.toString());

        assertEquals(List.of(), result.manifests());
        assertTrue(problems(result)
                .contains("m.yaml:1:5: an anchor (&a0) cannot be used here; write each value where it is needed"));
        assertTrue(
                problems(result).contains("m.yaml:2:10: an alias (*a0) cannot be used here; write the value itself"));
    }
}
