package dev.execbus.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The cgroup file system: directories are groups, files are questions and orders to the kernel. */
interface GroupFiles {
    GroupFiles KERNEL = new Kernel();

    String read(Path file) throws IOException;

    /** In one piece, which is one order. */
    void write(Path file, String text) throws IOException;

    void make(Path group) throws IOException;

    /** Fails while a process or a group is in it. */
    void remove(Path group) throws IOException;

    List<Path> groupsIn(Path group) throws IOException;

    /** Whether this process may change it. */
    boolean writable(Path path);

    /** The real ones. */
    final class Kernel implements GroupFiles {
        @Override
        public String read(Path file) throws IOException {
            return Files.readString(file, StandardCharsets.US_ASCII);
        }

        @Override
        public void write(Path file, String text) throws IOException {
            Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        }

        @Override
        public void make(Path group) throws IOException {
            Files.createDirectory(group);
        }

        @Override
        public void remove(Path group) throws IOException {
            Files.delete(group);
        }

        @Override
        public List<Path> groupsIn(Path group) throws IOException {
            try (Stream<Path> entries = Files.list(group)) {
                return entries.filter(Files::isDirectory).toList();
            }
        }

        @Override
        public boolean writable(Path path) {
            return Files.isWritable(path);
        }
    }
}
