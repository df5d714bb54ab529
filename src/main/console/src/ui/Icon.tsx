/** Drawn by hand on a grid of 16, all lines of the same width. */
const PATHS = {
    plus: "M8 3v10M3 8h10",
    play: "M5 3.2v9.6l7.6-4.8z",
    pause: "M5.2 3.5v9M10.8 3.5v9",
    run: "M2.5 4l3.5 4-3.5 4M8 12.5h5.5",
    right: "M2 3h12v10H2zM8.5 3v10",
    down: "M2 3h12v10H2zM2 8.5h12",
    close: "M4 4l8 8M12 4l-8 8",
    search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4L14 14",
    share: "M6.7 9.3l2.6-2.6M7 4.8l1.6-1.6a2.9 2.9 0 0 1 4.2 4.2L11.2 9M9 11.2l-1.6 1.6a2.9 2.9 0 0 1-4.2-4.2L4.8 7",
    replay: "M3 8a5 5 0 1 0 1.6-3.7M3 2.5v3.2h3.2",
    zoom: "M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5L9.2 6.8M2.5 13.5l4.3-4.3",
    more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
    sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7",
    moon: "M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z",
    help: "M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.8M8 12.3h.01",
    settings: "M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M10 3v3M6 10v3",
    up: "M4 10l4-4 4 4",
    down2: "M4 6l4 4 4-4",
    terminal: "M2 3h12v10H2zM4.5 6l2 2-2 2M8.5 10.2h3",
    list: "M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01",
    nodes: "M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.75h.01M5 11.25h.01",
    copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
    check: "M3 8.5l3.2 3.2L13 4.8",
    eye: "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
    keyboard: "M1.5 4h13v8h-13zM4 6.7h.01M6.7 6.7h.01M9.3 6.7h.01M12 6.7h.01M5 9.5h6",
    pipe: "M2 5.5h7a3 3 0 0 1 0 5H2M2 5.5v5",
    clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.6",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
    return (
        <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d={PATHS[name]} />
        </svg>
    );
}

export function Logo() {
    return (
        <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect class="logo-ground" width="32" height="32" rx="8" />
            <path class="logo-prompt" d="M8 9l6.5 6L8 21" />
            <path class="logo-line" d="M15 23.5h10M25 13v8" />
            <circle class="logo-here" cx="15.5" cy="23.5" r="2.4" />
            <circle class="logo-stop" cx="25" cy="23.5" r="2.4" />
            <circle class="logo-stop" cx="25" cy="11" r="2.4" />
        </svg>
    );
}
