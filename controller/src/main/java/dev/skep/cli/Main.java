package dev.skep.cli;

/** The entry point of the controller and of its command line. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(args.length == 0 ? 0 : 64);
    }
}
