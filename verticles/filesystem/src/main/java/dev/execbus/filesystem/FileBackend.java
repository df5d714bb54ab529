package dev.execbus.filesystem;

import dev.execbus.bus.FileService;
import dev.execbus.protocol.FileMethods.OpenParams;

/**
 * Where file commands are done: in this process, or in one that is confined to a policy. Thread-safe; every method blocks
 * and fails with an {@link dev.execbus.protocol.ExecbusException} in the words a client gets.
 */
interface FileBackend {
    /** A command that names paths and is complete in itself: no handle, no watch. */
    FileService.Message run(FileService.Command command);

    /** The checks of handle ids and their number are the caller's. */
    OpenFile open(OpenParams params);
}
