package dev.execbus.processes;

import com.pty4j.unix.PtyHelpers;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A pipe of our own for the output of a process on Unix. Those of the JDK are closed when the process exits, though a
 * child of it may still write, and a thread that reads from one cannot be woken.
 */
final class OutputPipe implements AutoCloseable {
    private static final String DESCRIPTORS = "/dev/fd/";
    private static final int FREE = -1;

    private final int[] ends = {FREE, FREE};
    private final InputStream in;

    OutputPipe() throws IOException {
        if (PtyHelpers.getInstance().pipe(ends) != 0) {
            throw new IOException(PipeStarter.NO_DESCRIPTORS);
        }
        try {
            in = Channels.newInputStream(FileChannel.open(Path.of(DESCRIPTORS + ends[0]), StandardOpenOption.READ));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Whether descriptors can be opened by name here. */
    static boolean available() {
        try (OutputPipe pipe = new OutputPipe()) {
            boolean exists = pipe.writeEnd().exists();
            pipe.in().close();
            return exists;
        } catch (IOException | LinkageError e) {
            return false;
        }
    }

    /** The reader's to close. */
    InputStream in() {
        return in;
    }

    /** What the child's output is redirected to, until {@link #close}. */
    File writeEnd() {
        return new File(DESCRIPTORS + ends[1]);
    }

    /** Once the child has its own descriptor: as long as we have one there is no end of the stream. */
    @Override
    public void close() {
        for (int end : ends) {
            PtyHelpers.getInstance().close(end);
        }
    }
}
