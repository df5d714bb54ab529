const WITHIN_MS = 20_000;
const EVERY_MS = 25;

/** Waits until it holds, and says what did not. */
export async function eventually(what, holds, withinMs = WITHIN_MS) {
    const end = Date.now() + withinMs;
    while (!(await holds())) {
        if (Date.now() > end) {
            throw new Error(`not within ${withinMs} ms: ${typeof what === "function" ? await what() : what}`);
        }
        await new Promise(resolve => setTimeout(resolve, EVERY_MS));
    }
}

/** As a promise that fails when it takes longer. */
export async function within(ms, what, promise) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`not within ${ms} ms: ${what}`)), ms);
    });
    try {
        return await Promise.race([promise, late]);
    } finally {
        clearTimeout(timer);
    }
}
