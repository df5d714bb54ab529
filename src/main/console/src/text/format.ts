/** Sizes and times for people, short. */

export function bytes(count: number): string {
    if (count < 1000) return `${count} B`;
    const units = ["kB", "MB", "GB", "TB"];
    let value = count;
    let unit = -1;
    while (value >= 999.5 && unit + 1 < units.length) {
        value /= 1000;
        unit++;
    }
    return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Like `4 s`, `3 min`, `2 h 5 min`, `3 d`. */
export function duration(ms: number): string {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
    return `${Math.floor(hours / 24)} d`;
}

/** Like `0.4 s`, for what was waited for. */
export function pause(ms: number): string {
    return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : duration(ms);
}

/** Like `1:02:03` or `0:07`. */
export function clock(seconds: number): string {
    const whole = Math.max(0, Math.floor(seconds));
    const pad = (value: number) => String(value).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
}

export function many(count: number, one: string, more = one + "s"): string {
    return `${count} ${count === 1 ? one : more}`;
}
