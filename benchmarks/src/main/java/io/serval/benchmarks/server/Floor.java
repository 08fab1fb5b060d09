package io.serval.benchmarks.server;

/** The start of a JVM and nothing else: what no server can be faster than. */
public final class Floor {
    private Floor() { }

    public static void main(String[] args) {
        System.out.println("started");
    }
}
