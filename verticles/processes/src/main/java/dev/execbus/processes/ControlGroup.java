package dev.execbus.processes;

import dev.execbus.protocol.ResourceLimits;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One group of cgroup v2. Reads and writes small files of the kernel. Any thread. */
final class ControlGroup {
    private static final Logger LOG = LoggerFactory.getLogger(ControlGroup.class);
    private static final long CPU_PERIOD_MICROS = 100_000;
    /** Threads that each process may have on average, and some more that one may have. */
    private static final long THREADS = 16;

    private static final long SOME_THREADS = 1_024;
    static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids");
    static final String PROCESSES = "cgroup.procs";
    static final String CHILD_CONTROLLERS = "cgroup.subtree_control";

    private final GroupFiles files;
    private final Path path;

    ControlGroup(GroupFiles files, Path path) {
        this.files = files;
        this.path = path;
    }

    static ControlGroup make(GroupFiles files, Path path) throws IOException {
        files.make(path);
        return new ControlGroup(files, path);
    }

    ControlGroup makeChild(String name) throws IOException {
        return make(files, path.resolve(name));
    }

    Path path() {
        return path;
    }

    /** Its children may be limited; from now on no process may be in it itself. */
    void controlChildren() throws IOException {
        for (String controller : CONTROLLERS) {
            files.write(path.resolve(CHILD_CONTROLLERS), "+" + controller);
        }
    }

    /** The kernel counts threads, so it only stops what grows beyond all measure; {@link #count} tells the others. */
    void limit(ResourceLimits limits) throws IOException {
        if (limits.memoryBytes() != 0) {
            files.write(path.resolve("memory.max"), Long.toString(limits.memoryBytes()));
            writeIfThere("memory.swap.max", "0");
        }
        if (limits.processes() != 0) {
            files.write(path.resolve("pids.max"), Long.toString(limits.processes() * THREADS + SOME_THREADS));
        }
    }

    /** @param cores 0 for no limit */
    void limitCores(double cores) throws IOException {
        if (cores > 0) {
            long quota = Math.max(1_000, Math.round(cores * CPU_PERIOD_MICROS));
            files.write(path.resolve("cpu.max"), quota + " " + CPU_PERIOD_MICROS);
        }
    }

    /** When memory runs out, all of it is ended and not one process. */
    void endAsOne() throws IOException {
        writeIfThere("memory.oom.group", "1");
    }

    void enter(long pid) throws IOException {
        files.write(path.resolve(PROCESSES), Long.toString(pid));
    }

    /** Processes in it itself and not in the groups in it. */
    List<Long> processes() throws IOException {
        return files.read(path.resolve(PROCESSES))
                .lines()
                .filter(line -> !line.isBlank())
                .map(Long::valueOf)
                .toList();
    }

    /** Processes in it and in all groups in it; 0 when it is gone. */
    long count() {
        try {
            long count = processes().size();
            for (Path child : files.groupsIn(path)) {
                count += new ControlGroup(files, child).count();
            }
            return count;
        } catch (IOException e) {
            return 0;
        }
    }

    /** How often the kernel has ended somebody here for lack of memory. */
    long memoryKills() {
        return event("memory.events", "oom_kill");
    }

    /** How often a process or a thread could not be started here because there were too many. */
    long refusedStarts() {
        return event("pids.events", "max");
    }

    boolean populated() {
        return event("cgroup.events", "populated") != 0;
    }

    /** Everybody in it and in the groups in it, now and at once; before Linux 5.14 one by one. */
    void kill() {
        try {
            files.write(path.resolve("cgroup.kill"), "1");
        } catch (IOException e) {
            killOneByOne();
        }
    }

    private void killOneByOne() {
        try {
            for (Path child : files.groupsIn(path)) {
                new ControlGroup(files, child).killOneByOne();
            }
            for (long pid : processes()) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException e) {
            LOG.debug("a cgroup is gone: {}", e.getMessage());
        }
    }

    /** With all groups in it; false while somebody is there. */
    boolean remove() {
        try {
            for (Path child : files.groupsIn(path)) {
                if (!new ControlGroup(files, child).remove()) {
                    return false;
                }
            }
            files.remove(path);
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Not there on every kernel, for instance without swap. */
    private void writeIfThere(String file, String text) throws IOException {
        if (files.writable(path.resolve(file))) {
            files.write(path.resolve(file), text);
        }
    }

    /** From a file of lines of a word and a number. */
    private long event(String file, String name) {
        try {
            return files.read(path.resolve(file))
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .map(line ->
                            Long.parseLong(line.substring(name.length() + 1).strip()))
                    .findFirst()
                    .orElse(0L);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
