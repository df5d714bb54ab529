package dev.execbus.bus;

import java.util.regex.Pattern;

/** The name of a gateway or a worker, unique in its cluster: it is part of bus addresses. */
public record NodeName(String value) {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public NodeName {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("a node name is 1 to 64 letters, digits, - or _: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
