/** An error the server answered with. */
export class RpcError extends Error {
    override readonly name = "RpcError";

    constructor(
        readonly code: number,
        message: string,
    ) {
        super(message);
    }

    /** Whether the same request may succeed later. */
    get retryable(): boolean {
        return this.code === -32010 || this.code === -32020 || this.code === -32021;
    }
}

/** No connection could be made. `definite`: nor will it be by trying again (refused token, wrong path). */
export class ConnectError extends Error {
    override readonly name = "ConnectError";

    constructor(
        message: string,
        readonly definite = false,
    ) {
        super(message);
    }
}

/** The connection ended before the answer came, and what was asked cannot safely be asked again by itself. */
export class ConnectionLostError extends Error {
    override readonly name = "ConnectionLostError";
}

/** The session is gone for good, and its processes with it, or it could not be resumed in time. */
export class SessionLostError extends Error {
    override readonly name = "SessionLostError";
}

/** The client was closed by its owner. */
export class ClientClosedError extends Error {
    override readonly name = "ClientClosedError";

    constructor() {
        super("the client is closed");
    }
}

/** The process takes no input any more, or never did. */
export class StdinClosedError extends Error {
    override readonly name = "StdinClosedError";
}

/** The view is over. */
export class ViewEndedError extends Error {
    override readonly name = "ViewEndedError";
}
