package dev.execbus.processes;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Refuses on Unix what the programs and libraries between us and the child would tell too late or not at all: setsid
 * would run and fail, pty4j would end with 127.
 */
final class ExecutableChecks {
    /** Linux: one argument, and all of them with the usual stack of 8 MiB. */
    private static final int ARGUMENT_BYTES = 131_072;

    private static final int ALL_BYTES = 2_080_000;
    private static final byte[] SCRIPT = {'#', '!'};
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final Set<Integer> MACH_O = Set.of(0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe);
    private static final File OTHER_FORMATS = new File("/proc/sys/fs/binfmt_misc");
    private static final int ALWAYS_THERE = 2;

    private ExecutableChecks() {}

    static void check(Launch launch, String program, Map<String, String> env) throws SpawnException {
        refuse(directory(new File(launch.cwd())));
        String path = ProgramLookup.absolute(launch.cwd(), program);
        int error = executable(path);
        refuse(error == Errno.EISDIR ? Errno.EACCES : error);
        if (!hasFormat(path) && !knowsOtherFormats()) {
            refuse(Errno.ENOEXEC);
        }
        if (launch.onTerminal() && isTooLong(launch, env)) {
            refuse(Errno.E2BIG);
        }
    }

    /** For {@link ProgramLookup}. */
    static int executable(String path) {
        File file = new File(path);
        if (file.isDirectory()) {
            return Errno.EISDIR;
        }
        if (file.canExecute()) {
            return 0;
        }
        return file.exists() ? Errno.EACCES : missing(file);
    }

    /** 0 for one that can be entered, else the error number. */
    static int directory(File folder) {
        if (!folder.exists()) {
            return missing(folder);
        }
        if (!folder.isDirectory()) {
            return Errno.ENOTDIR;
        }
        return folder.canExecute() ? 0 : Errno.EACCES;
    }

    private static int missing(File file) {
        File parent = file.getParentFile();
        while (parent != null && !parent.exists()) {
            parent = parent.getParentFile();
        }
        return parent != null && !parent.isDirectory() ? Errno.ENOTDIR : Errno.ENOENT;
    }

    private static boolean hasFormat(String path) {
        byte[] start;
        try (InputStream in = new FileInputStream(path)) {
            start = in.readNBytes(ELF.length);
        } catch (IOException e) {
            return true;
        }
        return Arrays.equals(start, ELF)
                || (start.length >= SCRIPT.length && start[0] == SCRIPT[0] && start[1] == SCRIPT[1])
                || (start.length == ELF.length && MACH_O.contains(number(start)));
    }

    private static int number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    /** Linux can be taught formats, for instance those of other machines. */
    private static boolean knowsOtherFormats() {
        String[] names = OTHER_FORMATS.list();
        return names != null && names.length > ALWAYS_THERE;
    }

    private static boolean isTooLong(Launch launch, Map<String, String> env) {
        int[] lengths = Stream.concat(
                        launch.argv().stream(),
                        env.entrySet().stream().map(variable -> variable.getKey() + "=" + variable.getValue()))
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length + 1)
                .toArray();
        long all = Arrays.stream(lengths).asLongStream().sum() + (long) lengths.length * Long.BYTES;
        return all > ALL_BYTES || Arrays.stream(lengths).anyMatch(length -> length > ARGUMENT_BYTES);
    }

    private static void refuse(int error) throws SpawnException {
        if (error != 0) {
            throw SpawnFailures.of(error);
        }
    }
}
