package dev.execbus.bus;

/** What a client needs to come back: 128 random bits. A secret: its own {@code toString} shows only the beginning. */
public record SessionId(String value) {
    /** For logs. */
    @Override
    public String toString() {
        return value.length() <= 8 ? value : value.substring(0, 8) + "…";
    }
}
