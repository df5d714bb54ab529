package dev.execbus.bus;

/** What a client needs to come back: 128 random bits. A secret: its own {@code toString} shows only the beginning. */
public record SessionId(String value) {
    private static final int SHORT = 8;

    /** Enough to find it by, and not enough to take it over. */
    public String beginning() {
        return value.substring(0, Math.min(SHORT, value.length()));
    }

    /** For logs. */
    @Override
    public String toString() {
        return value.length() <= SHORT ? value : beginning() + "…";
    }
}
