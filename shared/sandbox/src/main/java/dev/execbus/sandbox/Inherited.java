package dev.execbus.sandbox;

/** A descriptor that a wrapped program expects to be open; the first of a list is number 3, and so on. */
public sealed interface Inherited {
    String path();

    /** Open for reading. */
    @SuppressWarnings("JavaLangClash")
    record Readable(String path) implements Inherited {}

    /** Open as a place (O_PATH, links not followed), and the start must fail unless it is still this file. */
    record Pinned(String path, FileIdentity identity) implements Inherited {}
}
