package dev.execbus.server;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A signal of the operating system that we answer ourselves until this is closed. By reflection: the JDK's class for it
 * cannot be compiled against without a warning.
 */
final class OsSignal implements AutoCloseable {
    private final Runnable undo;

    private OsSignal(Runnable undo) {
        this.undo = undo;
    }

    /** @param name without SIG; on a platform without it nothing happens */
    static OsSignal handle(String name, Runnable action) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Method handle = type.getMethod("handle", type, handlerType);
            Object signal = type.getConstructor(String.class).newInstance(name);
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            Object before = handle.invoke(null, signal, handler);
            return new OsSignal(() -> install(handle, signal, before));
        } catch (ReflectiveOperationException e) {
            return new OsSignal(() -> {});
        }
    }

    private static void install(Method handle, Object signal, Object handler) {
        try {
            handle.invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a signal's former handler cannot be installed again", e);
        }
    }

    @Override
    public void close() {
        undo.run();
    }
}
