import { signal } from "@preact/signals";

const media = matchMedia("(max-width: 760px)");

/** Whether there is room for one thing at a time only. */
export const narrow = signal(media.matches);
media.addEventListener("change", () => (narrow.value = media.matches));

/** Whether the fingers are what one points with. */
export const touch = matchMedia("(pointer: coarse)").matches;
