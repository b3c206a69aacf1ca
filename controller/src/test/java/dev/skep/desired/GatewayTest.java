package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The way in where the kernel has no IPVS. */
final class GatewayTest {
    private static final Pattern PROBLEM =
            Pattern.compile("http-error status (\\d+) content-type application/problem\\+json string '([^']*)'");

    private static final Sample INCR = Sample.named("incr");

    @Test
    void itResendsOnlyWhatNeverReachedTheApp() {
        var text = configuration(INCR);
        assertTrue(text.contains("retry-on conn-failure\n"), text);
    }

    @Test
    void whatItAnswersItselfIsAProblemAsTheAppsAre() throws JsonProcessingException {
        var said = PROBLEM.matcher(configuration(INCR)).results().toList();
        assertEquals(
                List.of("502", "503", "504"),
                said.stream().map(problem -> problem.group(1)).toList());
        for (var problem : said) {
            var told = new ObjectMapper().readTree(problem.group(2));
            assertEquals(problem.group(1), told.path("status").asText());
            assertFalse(told.path("detail").asText().isEmpty(), told::toString);
        }
    }

    @Test
    void itFindsTheAppByItsServicesName() {
        var text = configuration(INCR);
        assertTrue(text.contains("incr-app:8080\n"), text);
    }

    @Test
    void neitherReplicasNorThePortChangeItsConfiguration() {
        assertEquals(configuration(INCR), configuration(INCR.withReplicas(256)));
        assertEquals(configuration(INCR), configuration(INCR.withPort(9000)));
    }

    @Test
    void anotherConfigurationHasAnotherName() {
        var one = INCR.desired().configs().getLast();
        var other = Sample.named("shop").desired().configs().getLast();
        assertTrue(one.name().startsWith("incr-haproxy-cfg-"), one.name());
        assertNotEquals(suffix(one.name()), suffix(other.name()));
    }

    private static String suffix(String name) {
        return name.substring(name.lastIndexOf('-'));
    }

    private static String configuration(Sample sample) {
        return sample.desired().configs().getLast().text();
    }
}
