package dev.execbus.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Alternatives in a pattern, {@code *.{key,pem}}; what is not such stays as it is. */
final class Braces {
    private static final int MOST = 256;

    private Braces() {}

    static List<String> expand(String pattern) {
        Set<String> done = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(pattern));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            int end = next.indexOf('}');
            int start = end < 0 ? -1 : next.lastIndexOf('{', end);
            if (start < 0) {
                done.add(next);
            } else if (done.size() + open.size() >= MOST) {
                throw new UnenforceableException(
                        "cannot enforce a sandbox glob pattern of more than " + MOST + " alternatives");
            } else {
                for (String alternative : next.substring(start + 1, end).split(",", -1)) {
                    open.add(next.substring(0, start) + alternative + next.substring(end + 1));
                }
            }
        }
        return List.copyOf(done);
    }
}
