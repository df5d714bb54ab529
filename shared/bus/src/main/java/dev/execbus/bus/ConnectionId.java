package dev.execbus.bus;

/** One client socket; unique on its gateway, never used again. */
public record ConnectionId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
