export { connect, type ConnectOptions } from "./connect.js";
export type { DoorName } from "./addresses.js";
export { Client, type ExportOptions } from "./client.js";
export type { NodeStatus, SessionProcess, SessionStatus } from "./cluster.js";
export {
    ClientClosedError,
    ConnectError,
    ConnectionLostError,
    RpcError,
    SessionLostError,
    StdinClosedError,
    ViewEndedError,
} from "./errors.js";
export type { Chunk, Exit } from "./feed.js";
export type { Block, FileHandle } from "./file-handle.js";
export type * from "./files.js";
export type * from "./http.js";
export type { ConnectionState } from "./line-types.js";
export type { Closed, Process } from "./process.js";
export type { ReconnectOptions } from "./reconnect.js";
export type { EnvironmentPolicy, Limits, ProcessStatus, Session, StartOptions } from "./session.js";
export type { CreatedShare, ShareOptions, Shares, ShareStatus } from "./shares.js";
export type { WebSocketConstructor, WebSocketLike } from "./sockets.js";
export type { View } from "./view.js";
export type { AttachOptions, Moved, Snapshot, ViewChunk, ViewEvents } from "./view-types.js";
export type { Views } from "./views.js";
export type { Driver, EndReason, From, Role } from "./view-wire.js";
export type { Change, Changes, Watch } from "./watch.js";
export type { Digest, Digests, EnvironmentInfo, Size, StreamName, Verdict } from "./wire.js";
