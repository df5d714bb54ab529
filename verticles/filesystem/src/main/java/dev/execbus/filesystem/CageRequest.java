package dev.execbus.filesystem;

import dev.execbus.bus.FileService.Command;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.sandbox.FileConfinement.Guarded;
import dev.execbus.sandbox.FileConfinement.Place;
import java.util.List;

/** What the server asks of a confined process. */
sealed interface CageRequest {
    /**
     * The first one, and sent once. See {@link dev.execbus.sandbox.FileConfinement.Wrapped} for the lists.
     *
     * @param readLimitBytes longer files are not read whole
     * @param threads requests done at a time
     * @param mounts with the root directory only if it can be written
     */
    record Begin(long readLimitBytes, int threads, List<Place> places, List<Guarded> guarded, List<String> mounts)
            implements CageRequest {
        public Begin {
            places = List.copyOf(places);
            guarded = List.copyOf(guarded);
            mounts = List.copyOf(mounts);
        }
    }

    record Run(Command command) implements CageRequest {}

    record Open(String path, OpenMode mode) implements CageRequest {}

    record Read(long handle, long offset, int length) implements CageRequest {}

    record Write(long handle, long offset, ByteChunk chunk) implements CageRequest {}

    /** Not answered. */
    record Close(long handle) implements CageRequest {}
}
