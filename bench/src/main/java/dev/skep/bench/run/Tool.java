package dev.skep.bench.run;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that a benchmark starts.
 *
 * @param program its name
 * @param debianPackage that has it
 */
public record Tool(String program, String debianPackage) {
    public static final Tool WRK = new Tool("wrk", "wrk");
    public static final Tool DOCKER = new Tool("docker", "docker.io");
    public static final Tool TCPDUMP = new Tool("tcpdump", "tcpdump");
    public static final Tool TSHARK = new Tool("tshark", "tshark");
    public static final Tool IP = new Tool("ip", "iproute2");
    public static final Tool NSENTER = new Tool("nsenter", "util-linux");

    /** Says which of these are not there, and how to get them. */
    public static void require(Tool... tools) {
        var missing = missing(System.getenv("PATH"), tools);
        if (!missing.isEmpty()) {
            throw new BenchException("not in the PATH: %s. On Debian: apt-get install %s"
                    .formatted(
                            names(missing.stream().map(Tool::program)),
                            names(missing.stream().map(Tool::debianPackage))));
        }
    }

    static List<Tool> missing(String path, Tool... tools) {
        var folders = path.split(File.pathSeparator, -1);
        return Stream.of(tools).filter(tool -> !tool.isIn(folders)).toList();
    }

    private boolean isIn(String... folders) {
        return Arrays.stream(folders).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String names(Stream<String> names) {
        return names.distinct().collect(Collectors.joining(" "));
    }
}
