package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a manifest: a DNS label (RFC 1123), so short that the names made from it stay below Swarm's limit of 63. */
record NameType(int longest, String reserved) implements FieldType<String> {
    static final Pattern LABEL = Pattern.compile("[a-z](?:[a-z0-9-]*[a-z0-9])?");

    @Override
    public String type() {
        return "string";
    }

    @Override
    public String allowed() {
        return ("a DNS label: at most %d lowercase letters, digits and '-', starting with a letter (but not with '%s'),"
                        + " ending with a letter or digit")
                .formatted(longest, reserved);
    }

    @Override
    public Optional<String> parse(Scalar written) {
        return Optional.of(written).filter(Scalar::isText).map(Scalar::text).filter(this::isName);
    }

    @Override
    public Optional<String> hint(Scalar written) {
        if (written.text().length() > 2 * longest) {
            return Optional.empty();
        }
        if (!written.isText() && isName(written.text())) {
            return Optional.of("write it in quotes: '%s'".formatted(written.text()));
        }
        String label = written.text()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9-]+", "-")
                .replaceAll("^[0-9-]+|-+$", "");
        return Optional.of(label).filter(this::isName).map("did you mean '%s'?"::formatted);
    }

    private boolean isName(String text) {
        return text.length() <= longest && LABEL.matcher(text).matches() && !text.startsWith(reserved);
    }
}
