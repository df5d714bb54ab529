/** A list that is polled, with those that came and went marked for a while. */
export interface Listed<T> {
    readonly item: T;
    readonly mark: "new" | "gone" | null;
    /** When the mark was made. */
    readonly since: number;
}

const NEW_FOR_MS = 6_000;
const GONE_FOR_MS = 12_000;

/**
 * The list after a poll. Those of the first one are not new; those that went keep their place until their mark is
 * over.
 */
export function polled<T>(
    before: readonly Listed<T>[] | null,
    items: readonly T[],
    key: (item: T) => string,
    now: number,
): Listed<T>[] {
    if (before === null) return items.map(item => ({ item, mark: null, since: now }));
    const known = new Map(before.map(listed => [key(listed.item), listed]));
    const present = new Set(items.map(key));
    const result: Listed<T>[] = items.map(item => {
        const old = known.get(key(item));
        if (old === undefined || old.mark === "gone") return { item, mark: "new", since: now };
        const over = old.mark === "new" && now - old.since >= NEW_FOR_MS;
        return { item, mark: over ? null : old.mark, since: old.since };
    });
    before.forEach((old, index) => {
        if (present.has(key(old.item))) return;
        const gone: Listed<T> = old.mark === "gone" ? old : { item: old.item, mark: "gone", since: now };
        if (now - gone.since < GONE_FOR_MS) result.splice(Math.min(index, result.length), 0, gone);
    });
    return result;
}
