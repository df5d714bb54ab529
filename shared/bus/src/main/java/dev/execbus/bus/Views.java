package dev.execbus.bus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What several see of the same. For any thread. */
public final class Views {
    private final List<View> all = new CopyOnWriteArrayList<>();

    Views() {}

    /** What one of them sees, until it is closed. */
    public final class View implements AutoCloseable {
        private volatile int seen;

        private View() {}

        public void sees(int number) {
            seen = number;
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }

    View add() {
        View view = new View();
        all.add(view);
        return view;
    }

    double most() {
        return all.stream().mapToInt(view -> view.seen).max().orElse(0);
    }
}
