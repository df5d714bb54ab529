package dev.execbus.server;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The optimising compiler of this virtual machine, which works for seconds once there is much to do: on a small machine it
 * would take a core from those that wait for an answer. Where the system is not Linux nothing is changed.
 */
final class CompilerThreads {
    /** A ninth of what others get where they want it too: enough not to hold up those who wait for one of its locks. */
    static final int NICE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(CompilerThreads.class);
    private static final Path THREADS = Path.of("/proc/self/task");
    private static final String NAME = "C2 Compiler";
    private static final int PRIO_PROCESS = 0;

    private CompilerThreads() {}

    /** Has them give way to all others, as far as they have been started. */
    static void giveWay() {
        if (!Files.isDirectory(THREADS)) {
            return;
        }
        try {
            MethodHandle setPriority = setPriority();
            for (int thread : find()) {
                int ignored = (int) setPriority.invokeExact(PRIO_PROCESS, thread, NICE);
            }
        } catch (Throwable e) {
            // No reason not to serve: foreign functions may be refused here.
            LOG.debug("the compiler's threads keep their priority", e);
        }
    }

    static List<Integer> find() throws IOException {
        List<Integer> found = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                if (isCompiler(thread)) {
                    found.add(Integer.valueOf(thread.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private static boolean isCompiler(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).startsWith(NAME);
        } catch (IOException e) {
            // It has ended since.
            return false;
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle setPriority() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setpriority"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }
}
