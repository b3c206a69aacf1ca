package dev.skep.manifest;

/**
 * A place in a manifest file, as editors and compilers write it.
 *
 * @param file the file as the user named it
 * @param line from 1
 * @param column from 1
 */
public record SourcePosition(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
