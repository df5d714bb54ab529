package dev.execbus.filesystem;

import dev.execbus.bus.Failures;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods.ChangeKind;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells what happens to the names in directories, but for what other machines do to those of a network. One inotify
 * instance and one thread beside the Java library's for the whole room, made when the first directory is watched.
 * Thread-safe; blocks for the system's answer.
 */
final class DirectoryEvents implements AutoCloseable {
    private static final WatchEvent.Kind<?>[] ALL = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    /** Told on the thread of this class, for all listeners of the room: should be quick. */
    interface Listener {
        void changed(Path name, ChangeKind kind);

        /** Something has happened here and is not known. */
        void lost();

        /** The directory is no more; nothing else follows. */
        void gone();
    }

    /** A listener on a directory, which it follows where it is moved. Closing blocks shortly and is repeatable. */
    final class Registration implements AutoCloseable {
        private final WatchKey key;
        private final Listener listener;

        private Registration(WatchKey key, Listener listener) {
            this.key = key;
            this.listener = listener;
        }

        @Override
        public void close() {
            remove(this);
        }
    }

    private final String threadName;
    private final Map<WatchKey, List<Registration>> registrations = new HashMap<>();
    private WatchService service;
    private boolean closed;

    DirectoryEvents(String threadName) {
        this.threadName = threadName;
    }

    /** Follows links. Several listeners may be on one directory. */
    synchronized Registration register(Path directory, Listener listener) throws IOException {
        try {
            WatchKey key = directory.register(service(), ALL);
            Registration registration = new Registration(key, listener);
            registrations.computeIfAbsent(key, none -> new ArrayList<>(1)).add(registration);
            return registration;
        } catch (IOException e) {
            throw limitOr(e);
        }
    }

    private WatchService service() throws IOException {
        if (closed) {
            throw ExecbusException.internal("this worker is stopping");
        }
        if (service == null) {
            WatchService made = FileSystems.getDefault().newWatchService();
            service = made;
            Thread.ofPlatform().name(threadName).daemon().start(() -> tell(made));
        }
        return service;
    }

    /** The Java library says these in words of its own. */
    private static IOException limitOr(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("User limit of inotify watches")) {
            throw ExecbusException.resourceExhausted("no further directory can be watched: the limit of this system,"
                    + " fs.inotify.max_user_watches, is reached");
        }
        if (message.startsWith("User limit of inotify instances")) {
            throw ExecbusException.resourceExhausted("no directory can be watched: a limit of this system,"
                    + " fs.inotify.max_user_instances or that of open files, is reached");
        }
        return e;
    }

    private void tell(WatchService from) {
        try {
            while (true) {
                tell(from.take());
            }
        } catch (ClosedWatchServiceException e) {
            // The room is closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(WatchKey key) {
        List<WatchEvent<?>> happened = key.pollEvents();
        boolean valid = key.reset();
        for (Registration each : registered(key, valid)) {
            try {
                happened.forEach(event -> tell(each.listener, event));
                if (!valid) {
                    each.listener.gone();
                }
            } catch (RuntimeException e) {
                Failures.told(e);
            }
        }
    }

    /** Waits for a registration under way, so that nothing is missed that happens right after it. */
    private synchronized List<Registration> registered(WatchKey key, boolean valid) {
        List<Registration> all = registrations.getOrDefault(key, List.of());
        if (!valid) {
            registrations.remove(key);
        }
        return List.copyOf(all);
    }

    private static void tell(Listener listener, WatchEvent<?> event) {
        if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE) {
            listener.changed((Path) event.context(), ChangeKind.CREATED);
        } else if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE) {
            listener.changed((Path) event.context(), ChangeKind.DELETED);
        } else if (event.kind() == StandardWatchEventKinds.ENTRY_MODIFY) {
            listener.changed((Path) event.context(), ChangeKind.MODIFIED);
        } else {
            listener.lost();
        }
    }

    private synchronized void remove(Registration registration) {
        List<Registration> others = registrations.get(registration.key);
        if (others != null && others.remove(registration) && others.isEmpty()) {
            registrations.remove(registration.key);
            registration.key.cancel();
        }
    }

    /** Nothing is told afterwards. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        registrations.clear();
        if (service != null) {
            service.close();
            service = null;
        }
    }
}
