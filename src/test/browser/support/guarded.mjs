import { createHash } from "node:crypto";
import { Server } from "./server.mjs";

/** With letters that no subprotocol may have. */
export const TOKEN = "a/token=with%letters(of)every,kind==";

/** What browsers say of those who come without it. */
export const REFUSED = /401|Authentication failed/;

/** A server that lets nobody in without the token. */
export function startGuarded(name, settings) {
    const digest = createHash("sha256").update(TOKEN).digest("hex");
    return Server.start(name, settings, ["--ws-auth", "capability-token", "--ws-token-sha256", digest]);
}
