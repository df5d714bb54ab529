package dev.execbus.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The disk of this machine. */
final class HostFiles implements FileView {
    private static final int TYPE = 0xF000;
    private static final int DIRECTORY = 0x4000;
    private static final int FILE = 0x8000;
    private static final int LINK = 0xA000;

    private volatile boolean asksTheKernel = true;

    @Override
    public FileEntry look(String path) {
        if (asksTheKernel && NameStatus.isPlain(path)) {
            try {
                return NameStatus.look(path);
            } catch (NameStatus.UnsupportedException e) {
                asksTheKernel = false;
            }
        }
        return lookByTheLibrary(path);
    }

    static FileEntry lookByTheLibrary(String path) {
        try {
            Path file = Path.of(path);
            Map<String, Object> attributes = Files.readAttributes(file, "unix:dev,ino,mode", LinkOption.NOFOLLOW_LINKS);
            return new FileEntry(
                    kind((Integer) attributes.get("mode")),
                    new FileIdentity((Long) attributes.get("dev"), (Long) attributes.get("ino")));
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    private static FileEntry.Kind kind(int mode) {
        return switch (mode & TYPE) {
            case DIRECTORY -> FileEntry.Kind.DIRECTORY;
            case FILE -> FileEntry.Kind.FILE;
            case LINK -> FileEntry.Kind.LINK;
            default -> FileEntry.Kind.OTHER;
        };
    }

    @Override
    public String real(String path) {
        try {
            return Path.of(path).toRealPath().toString();
        } catch (IOException | InvalidPathException e) {
            return null;
        }
    }

    @Override
    public String target(String link) {
        try {
            return Files.readSymbolicLink(Path.of(link)).toString();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    @Override
    public List<String> names(String directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(Path.of(directory))) {
            children.forEach(child -> names.add(child.getFileName().toString()));
        } catch (IOException | InvalidPathException | DirectoryIteratorException e) {
            return List.copyOf(names);
        }
        return names;
    }

    @Override
    public String beginning(String file, int bytes) {
        try (InputStream in = Files.newInputStream(Path.of(file), LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }

    @Override
    public boolean writable(String directory) {
        return Files.isWritable(Path.of(directory));
    }
}
