/** Listeners by the name of their event. One that throws does not keep the others from hearing. */
export class Emitter<E extends object> {
    private readonly listeners = new Map<keyof E, Set<(event: never) => void>>();

    /** Returns what takes it away again. */
    on<N extends keyof E>(name: N, listener: (event: E[N]) => void): () => void {
        const those = this.listeners.get(name) ?? new Set();
        this.listeners.set(name, those);
        those.add(listener);
        return () => those.delete(listener);
    }

    emit<N extends keyof E>(name: N, event: E[N]): void {
        for (const listener of [...(this.listeners.get(name) ?? [])]) {
            shielded(listener as (event: E[N]) => void, event);
        }
    }
}

/** What a listener throws is reported like an error of nobody's. */
export function shielded<A>(listener: (argument: A) => void, argument: A): void {
    try {
        listener(argument);
    } catch (cause) {
        queueMicrotask(() => {
            throw cause;
        });
    }
}
