package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A reference to an image, by the grammar of github.com/distribution/reference (reference.go, regexp.go). */
record ImageType() implements FieldType<ImageRef> {
    private static final int LONGEST_NAME = 255;
    static final int LONGEST = LONGEST_NAME + ":".length() + 128 + "@sha512:".length() + 128;

    private static final String HOST_PART = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String HOST = "(?:%1$s(?:[.]%1$s)*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?".formatted(HOST_PART);
    private static final String PATH_PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final String NAME = "(?:%1$s/)?%2$s(?:/%2$s)*".formatted(HOST, PATH_PART);
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private static final String DIGEST = "(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})";

    static final Pattern REFERENCE = Pattern.compile("(?<name>%s)(?::%s)?(?:@%s)?".formatted(NAME, TAG, DIGEST));
    static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");
    private static final Pattern SCHEME = Pattern.compile("^[a-z]+://");

    @Override
    public String type() {
        return "string";
    }

    @Override
    public String allowed() {
        return "an image reference, [registry/]name[:tag][@digest], such as skep/incrementor:1.0.0";
    }

    @Override
    public Optional<ImageRef> parse(Scalar written) {
        return Optional.of(written)
                .filter(Scalar::isText)
                .map(Scalar::text)
                .filter(ImageType::isReference)
                .map(ImageRef::new);
    }

    @Override
    public Optional<String> hint(Scalar written) {
        if (written.text().length() > LONGEST) {
            return Optional.empty();
        }
        if (!written.isText()) {
            return Optional.of("write it in quotes: '%s'".formatted(written.text()));
        }
        String bare = SCHEME.matcher(written.text().strip()).replaceFirst("");
        return Optional.of(bare.toLowerCase(Locale.ROOT))
                .filter(ImageType::isReference)
                .map("did you mean '%s'?"::formatted);
    }

    private static boolean isReference(String text) {
        if (text.length() > LONGEST || IMAGE_ID.matcher(text).matches()) {
            return false;
        }
        var reference = REFERENCE.matcher(text);
        return reference.matches() && reference.group("name").length() <= LONGEST_NAME;
    }
}
