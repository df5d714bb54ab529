/** Time and chance, so that tests can have their own. */
export interface Clock {
    now(): number;
    /** Returns what calls it off. */
    after(ms: number, action: () => void): () => void;
    /** 0 to 1. */
    random(): number;
}

export const systemClock: Clock = {
    now: () => performance.now(),
    after: (ms, action) => {
        const timer = setTimeout(action, ms);
        return () => clearTimeout(timer);
    },
    random: () => Math.random(),
};
