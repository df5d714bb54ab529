package dev.execbus.filesystem;

import dev.execbus.bus.FileService.Message;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;

/** What a confined process answers. */
sealed interface CageAnswer {
    /** To the first request: everything is where it was planned. */
    record Ready() implements CageAnswer {}

    /** To the first request: somebody has swapped files meanwhile. Nothing further is answered. */
    record Changed() implements CageAnswer {}

    record Told(Message message) implements CageAnswer {}

    /** @param handle of the file, until it is closed */
    record Opened(long handle) implements CageAnswer {}

    /**
     * A file that was to be read whole is too long for one answer: it is open now, to be read by blocks and closed.
     *
     * @param size as it was when it was opened
     */
    record TooLong(long handle, long size) implements CageAnswer {}

    record Block(ReadBlockResponse block) implements CageAnswer {}

    record Failed(ErrorCode code, String message) implements CageAnswer {}
}
