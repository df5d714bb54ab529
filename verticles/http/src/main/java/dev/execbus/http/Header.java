package dev.execbus.http;

/**
 * A header to be sent.
 *
 * @param name in lower case
 * @param value one character for each byte
 * @param secret not for another origin than the one it was given for
 */
record Header(String name, String value, boolean secret) {
    /** Values may be secrets. */
    @Override
    public String toString() {
        return "Header[" + name + "]";
    }
}
