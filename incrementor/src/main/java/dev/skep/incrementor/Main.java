package dev.skep.incrementor;

/** The entry point of the counter. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(args.length == 0 ? 0 : 64);
    }
}
