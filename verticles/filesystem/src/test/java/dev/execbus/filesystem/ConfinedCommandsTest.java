package dev.execbus.filesystem;

import static dev.execbus.filesystem.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.execbus.bus.FileService.Canonicalize;
import dev.execbus.bus.FileService.Canonicalized;
import dev.execbus.bus.FileService.Command;
import dev.execbus.bus.FileService.Copy;
import dev.execbus.bus.FileService.CreateDirectory;
import dev.execbus.bus.FileService.DirectoryRead;
import dev.execbus.bus.FileService.Done;
import dev.execbus.bus.FileService.FileRead;
import dev.execbus.bus.FileService.GetMetadata;
import dev.execbus.bus.FileService.ReadDirectory;
import dev.execbus.bus.FileService.ReadFile;
import dev.execbus.bus.FileService.Remove;
import dev.execbus.bus.FileService.Rename;
import dev.execbus.bus.FileService.Walk;
import dev.execbus.bus.FileService.WriteFile;
import dev.execbus.bus.SessionId;
import dev.execbus.protocol.ByteChunk;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.FileMethods;
import dev.execbus.protocol.FileMethods.CanonicalizeParams;
import dev.execbus.protocol.FileMethods.CanonicalizeResponse;
import dev.execbus.protocol.FileMethods.CopyParams;
import dev.execbus.protocol.FileMethods.CreateDirectoryParams;
import dev.execbus.protocol.FileMethods.DirectoryEntry;
import dev.execbus.protocol.FileMethods.GetMetadataParams;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.protocol.FileMethods.OpenParams;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import dev.execbus.protocol.FileMethods.ReadDirectoryParams;
import dev.execbus.protocol.FileMethods.ReadDirectoryResponse;
import dev.execbus.protocol.FileMethods.ReadFileParams;
import dev.execbus.protocol.FileMethods.ReadFileResponse;
import dev.execbus.protocol.FileMethods.RemoveParams;
import dev.execbus.protocol.FileMethods.RenameParams;
import dev.execbus.protocol.FileMethods.WalkOptions;
import dev.execbus.protocol.FileMethods.WalkParams;
import dev.execbus.protocol.FileMethods.WriteFileParams;
import dev.execbus.protocol.PathUri;
import dev.execbus.protocol.SandboxParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a confined process does, with nothing around it, is what is done here. */
@Timeout(120)
final class ConfinedCommandsTest {
    private static final SandboxParams NONE = SandboxParams.NONE;
    private static final SessionId SESSION = new SessionId("s");
    private static final int READ_LIMIT = 6 << 20;
    private static final FileSettings SETTINGS = new FileSettings(
            READ_LIMIT, 8 << 20, 4, 128, 64, 4096, 4, 32, Duration.ofSeconds(60), Duration.ofSeconds(35));

    private static ConfinedBackends backends;

    @TempDir
    private Path top;

    @BeforeAll
    static void start() {
        backends = new ConfinedBackends(new LocalFiles(SETTINGS), new ConfinedSandbox(), SETTINGS);
    }

    @AfterAll
    static void stop() {
        backends.close();
    }

    @Test
    void doesEveryCommand() throws IOException {
        assertThat(run(new CreateDirectory(null, new CreateDirectoryParams(path("d/e"), true, true, NONE))))
                .isEqualTo(new Done());
        write("d/f", ByteChunk.utf8("content"));
        assertThat(run(new Copy(null, new CopyParams(path("d"), path("c"), true, NONE))))
                .isEqualTo(new Done());
        assertThat(run(new Rename(null, new RenameParams(path("c/f"), path("c/g"), false, NONE))))
                .isEqualTo(new Done());
        assertThat(run(new Remove(null, new RemoveParams(path("d"), true, false, true, NONE))))
                .isEqualTo(new Done());

        assertThat(top.resolve("d")).doesNotExist();
        Path real = top.toRealPath();
        assertThat(run(new Canonicalize(null, new CanonicalizeParams(path("c/g"), NONE))))
                .isEqualTo(new Canonicalized(new CanonicalizeResponse(
                        PathUri.encode(real.resolve("c/g").toString()))));
        assertSameAsHere(new ReadDirectory(null, new ReadDirectoryParams(path("c"), NONE)));
        assertSameAsHere(new GetMetadata(null, new GetMetadataParams(path("c/g"), true, NONE)));
        assertSameAsHere(new GetMetadata(null, new GetMetadataParams(real + "/c/g", false, NONE)));
        assertSameAsHere(new Walk(null, new WalkParams(path(""), new WalkOptions(9, 100, 100, false, false), NONE)));
        assertSameAsHere(read("c/g", true));
        assertSameAsHere(new ReadFile(null, new ReadFileParams(real + "/c/g", false, NONE)));
        assertSameAsHere(new ReadFile(null, new ReadFileParams("/proc/self/limits", true, NONE)));
    }

    @Test
    void failsInTheSameWords() throws IOException {
        Files.writeString(top.resolve("f"), "");
        Files.createSymbolicLink(top.resolve("loop"), Path.of("loop"));
        Refusals.makeFifo(path("fifo"));

        for (String name : List.of("missing", "f/x", "loop", "fifo", "", "\u00e9")) {
            for (boolean follow : new boolean[] {true, false}) {
                assertFailsAsHere(read(name, follow));
                assertFailsAsHere(new GetMetadata(null, new GetMetadataParams(path(name + "/y"), follow, NONE)));
            }
            assertFailsAsHere(new ReadDirectory(null, new ReadDirectoryParams(path(name + "/y"), NONE)));
            assertFailsAsHere(
                    new WriteFile(null, new WriteFileParams(path(name + "/y/z"), ByteChunk.EMPTY, true, NONE)));
        }
        assertFailsAsHere(new ReadFile(null, new ReadFileParams("/dev/null", true, NONE)));
        assertFailsAsHere(new Remove(null, new RemoveParams(path(""), false, false, true, NONE)));
    }

    @Test
    void knowsNamesThatAreNotAscii() throws IOException {
        write("\u00e9\ud83d\ude00 x", ByteChunk.utf8("y"));

        assertThat(run(read("\u00e9\ud83d\ude00 x", true)))
                .isEqualTo(new FileRead(new ReadFileResponse(ByteChunk.utf8("y"))));
        assertThat(run(new ReadDirectory(null, new ReadDirectoryParams(path(""), NONE))))
                .isEqualTo(new DirectoryRead(
                        new ReadDirectoryResponse(List.of(new DirectoryEntry("\u00e9\ud83d\ude00 x", false, true)))));
        assertThat(run(new Canonicalize(null, new CanonicalizeParams(path("\u00e9\ud83d\ude00 x"), NONE))))
                .isEqualTo(new Canonicalized(new CanonicalizeResponse(
                        PathUri.encode(top.toRealPath().toString()) + "/%C3%A9%F0%9F%98%80%20x")));
    }

    @Test
    void readsFilesOfAnyLength() throws IOException {
        for (int length : new int[] {
            0,
            1,
            65_535,
            65_536,
            FileMethods.LONGEST_BLOCK - 1,
            FileMethods.LONGEST_BLOCK,
            FileMethods.LONGEST_BLOCK + 1,
            2 * FileMethods.LONGEST_BLOCK,
            READ_LIMIT
        }) {
            byte[] bytes = random(length);
            Path file = Files.write(top.toRealPath().resolve("f"), bytes);
            FileRead expected = new FileRead(new ReadFileResponse(ByteChunk.of(bytes)));

            assertThat(run(new ReadFile(null, new ReadFileParams(file.toString(), true, NONE))))
                    .isEqualTo(expected);
            assertThat(run(new ReadFile(null, new ReadFileParams(file.toString(), false, NONE))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void refusesToReadMoreThanTheLimit() throws IOException {
        Files.write(top.resolve("f"), random(READ_LIMIT + 1));

        assertRefused(
                () -> run(read("f", true)),
                ErrorCode.INVALID_REQUEST,
                "file is too large to read: limit is 6291456 bytes");
        assertFailsAsHere(read("f", true));
    }

    @Test
    void writesFilesAsLongAsAMessageCanBe() throws IOException {
        byte[] bytes = random(48 << 20);

        for (int i = 0; i < 3; i++) {
            write("f", ByteChunk.of(bytes));
        }

        assertThat(Files.readAllBytes(top.resolve("f"))).isEqualTo(bytes);
    }

    @Test
    void readsAndWritesBlocks() throws IOException {
        byte[] bytes = random(FileMethods.LONGEST_BLOCK);
        OpenFile writing = open("f", OpenMode.REPLACE);
        writing.write(10, ByteChunk.of(bytes));

        assertRefused(() -> writing.read(0, 1), ErrorCode.INTERNAL, "Bad file descriptor (os error 9)");

        writing.close();
        try (OpenFile reading = open("f", OpenMode.READ)) {
            assertThat(reading.read(10, bytes.length)).isEqualTo(new ReadBlockResponse(ByteChunk.of(bytes), false));
            assertThat(reading.read(10 + bytes.length, 1)).isEqualTo(new ReadBlockResponse(ByteChunk.EMPTY, true));
            assertRefused(
                    () -> reading.write(0, ByteChunk.utf8("x")),
                    ErrorCode.INTERNAL,
                    "Bad file descriptor (os error 9)");
        }
        assertRefused(() -> open("missing", OpenMode.READ), ErrorCode.NOT_FOUND, Refusals.NOT_FOUND);
    }

    @Test
    void forgetsTheFilesThatAreClosed() throws IOException {
        Files.write(top.resolve("f"), random(2 * FileMethods.LONGEST_BLOCK));
        long pid = ProcessHandle.current().children().findFirst().orElseThrow().pid();
        run(read("f", true));
        long before = descriptors(pid);
        for (int i = 0; i < 50; i++) {
            open("f", OpenMode.READ).close();
            run(read("f", true));
        }
        // Closing is not answered: the next command comes behind it.
        run(read("f", true));

        assertThat(descriptors(pid)).isBetween(before - 1, before + 1);
    }

    @Test
    void manyCommandsGoOnAtATime() throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int number = i;
                results.add(callers.submit(() -> {
                    byte[] bytes = random(1 + number * 300);
                    write("f" + number, ByteChunk.of(bytes));
                    assertThat(run(read("f" + number, true)))
                            .isEqualTo(new FileRead(new ReadFileResponse(ByteChunk.of(bytes))));
                }));
            }
            for (Future<?> result : results) {
                result.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private static long descriptors(long pid) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return all.count();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static FileBackend confined() {
        return backends.of(SESSION, ConfinedSandbox.policy(0), false);
    }

    private static Object run(Command command) {
        return confined().run(command);
    }

    private static void assertSameAsHere(Command command) {
        assertThat(run(command)).isEqualTo(new LocalFiles(SETTINGS).run(command));
    }

    private static void assertFailsAsHere(Command command) {
        Refusals.Action here = () -> new LocalFiles(SETTINGS).run(command);
        ExecbusException expected = catchThrowableOfType(ExecbusException.class, here::run);
        assertThat(expected).as(command.toString()).isNotNull();
        assertRefused(() -> run(command), expected.code(), expected.getMessage());
    }

    private String path(String name) {
        return name.isEmpty() ? top.toString() : top.resolve(name).toString();
    }

    private ReadFile read(String name, boolean follow) {
        return new ReadFile(null, new ReadFileParams(path(name), follow, NONE));
    }

    private void write(String name, ByteChunk data) {
        assertThat(run(new WriteFile(null, new WriteFileParams(path(name), data, true, NONE))))
                .isEqualTo(new Done());
    }

    private OpenFile open(String name, OpenMode mode) {
        return confined().open(new OpenParams("h", path(name), mode, NONE));
    }
}
