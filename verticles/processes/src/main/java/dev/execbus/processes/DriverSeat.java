package dev.execbus.processes;

import dev.execbus.bus.Timers;
import dev.execbus.bus.ViewService.DriverRequest;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.protocol.ViewLevel;
import dev.execbus.protocol.ViewMethods.Driver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Who drives one process, who wants to, and whose size counts: that of whoever drives. One drives at a time, and where no
 * viewer does it is the owner's session. Confined to the supervisor's context.
 */
final class DriverSeat {
    /** A request that nobody has heeded for so long is forgotten. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Open(DriverRequest request, Timers.Timer end) {}

    private final Timers timers;
    private final BooleanSupplier ownerConnected;
    private final Consumer<TerminalSize> terminal;
    private final Runnable changed;
    private final Map<Viewer, Open> requests = new LinkedHashMap<>();
    private TerminalSize ownerSize;
    private Viewer driver;
    private long lastRequest;

    /**
     * @param first size of the terminal; null for none
     * @param terminal takes the size that counts
     * @param changed called when others are to be told
     */
    DriverSeat(
            Timers timers,
            BooleanSupplier ownerConnected,
            TerminalSize first,
            Consumer<TerminalSize> terminal,
            Runnable changed) {
        this.timers = timers;
        this.ownerConnected = ownerConnected;
        this.ownerSize = first;
        this.terminal = terminal;
        this.changed = changed;
    }

    Driver driver() {
        return driver == null ? Driver.OWNER : new Driver(driver.name(), driver.label());
    }

    boolean isDriver(Viewer viewer) {
        return driver == viewer;
    }

    void requireDriver(Viewer viewer) {
        if (driver != viewer) {
            throw ExecbusException.invalidRequest("the view does not drive the process");
        }
    }

    List<DriverRequest> requests() {
        return requests.values().stream().map(Open::request).toList();
    }

    /** Whether it drives now; if not, whoever does is asked. */
    boolean request(Viewer by) {
        requireMayDrive(by);
        if (driver == by) {
            return true;
        }
        if (driver == null && (by.level() == ViewLevel.OWNER || !ownerConnected.getAsBoolean())) {
            seat(by);
            return true;
        }
        forget(by);
        DriverRequest request = new DriverRequest(++lastRequest, by.name(), by.label());
        requests.put(by, new Open(request, timers.after(PATIENCE, () -> {
            requests.remove(by);
            changed.run();
        })));
        changed.run();
        return false;
    }

    void grant(Viewer by, Viewer to) {
        if (driver != by && !by.level().decides()) {
            throw ExecbusException.invalidRequest(
                    "only who drives, the owner or an operator may hand the process over");
        }
        requireMayDrive(to);
        seat(to);
    }

    void take(Viewer by) {
        if (!by.level().decides()) {
            throw ExecbusException.invalidRequest(
                    "only the owner or an operator may take the process over: request it");
        }
        seat(by);
    }

    void release(Viewer by) {
        if (driver == by) {
            seat(null);
        }
    }

    void left(Viewer viewer) {
        if (forget(viewer)) {
            changed.run();
        }
        release(viewer);
    }

    /** The owner types by itself, which takes the process back. A view of its own is no other's. */
    void ownerTypes() {
        if (driver != null && driver.level() != ViewLevel.OWNER) {
            seat(null);
        }
    }

    /** While another drives its size is only remembered. */
    void ownerResizes(TerminalSize size) {
        if (driver == null || driver.level() == ViewLevel.OWNER) {
            resize(size);
        }
        ownerSize = size;
    }

    void resized(Viewer viewer, TerminalSize size) {
        viewer.sized(size);
        if (driver == viewer) {
            resize(size);
        }
    }

    /** Nobody waits for anything any more. */
    void end() {
        requests.values().forEach(open -> open.end().cancel());
        requests.clear();
    }

    private void seat(Viewer next) {
        if (next != null) {
            forget(next);
        }
        if (driver == next) {
            return;
        }
        driver = next;
        TerminalSize counts = next == null ? ownerSize : next.size();
        if (counts != null) {
            terminal.accept(counts);
        }
        changed.run();
    }

    private void resize(TerminalSize size) {
        terminal.accept(size);
        changed.run();
    }

    private boolean forget(Viewer viewer) {
        Open open = requests.remove(viewer);
        if (open != null) {
            open.end().cancel();
        }
        return open != null;
    }

    private static void requireMayDrive(Viewer viewer) {
        if (!viewer.mayDrive()) {
            throw ExecbusException.invalidRequest("the share of the view lets it look only");
        }
    }
}
