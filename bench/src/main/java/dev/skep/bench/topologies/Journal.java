package dev.skep.bench.topologies;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.bench.run.BenchException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The raw results, a JSON object a line: what was measured is kept, whatever comes after it. */
final class Journal implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BufferedWriter out;

    private Journal(BufferedWriter out) {
        this.out = out;
    }

    /** Begins with these. What was in the file is there until they are. */
    static Journal after(List<Entry> entries, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var draft = file.resolveSibling(file.getFileName() + "~");
        var journal = new Journal(Files.newBufferedWriter(draft));
        for (var entry : entries) {
            journal.write(entry);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return journal;
    }

    void write(Entry entry) throws IOException {
        out.write(JSON.writerFor(Entry.class).writeValueAsString(entry));
        out.newLine();
        out.flush();
    }

    static List<Entry> read(Path file) throws IOException {
        var entries = new ArrayList<Entry>();
        var lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            try {
                entries.add(JSON.readValue(lines.get(i), Entry.class));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new BenchException(
                        "%s:%d: not a result of this version of the benchmark: %s. Measure anew: ./skep bench topologies"
                                .formatted(file, i + 1, e.getOriginalMessage()));
            }
        }
        return List.copyOf(entries);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
