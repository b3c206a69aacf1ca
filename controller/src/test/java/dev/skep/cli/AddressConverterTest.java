package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Where to listen, as it is written. */
final class AddressConverterTest {
    private final AddressConverter converter = new AddressConverter();

    @Test
    void anAddressHasAPort() {
        assertEquals("/127.0.0.1:8080", converter.convert("127.0.0.1:8080").toString());
        assertEquals("/0.0.0.0:0", converter.convert("0.0.0.0:0").toString());
        assertEquals(
                "/[0:0:0:0:0:0:0:1]:65535", converter.convert("[::1]:65535").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536", "::1"})
    void anythingElseIsRefusedWithAnExample(String text) {
        var refused = assertThrows(TypeConversionException.class, () -> converter.convert(text));
        assertEquals(
                "'" + text + "' is no ADDRESS:PORT of this machine, such as 127.0.0.1:8080 or 0.0.0.0:8080",
                refused.getMessage());
    }
}
