package dev.execbus.server;

import dev.execbus.sandbox.SandboxSettings.Mode;
import dev.execbus.testkit.RpcClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for all tests of a class, with a client, and a folder for grounds below {@code /tmp}, where servers keep
 * what they need for sandboxes, too.
 */
final class SandboxedServer implements BeforeAllCallback, AfterAllCallback {
    private final Mode mode;
    private Path folder;
    private TestServer server;
    private RpcClient client;
    private int grounds;
    private int processes;

    private SandboxedServer(Mode mode) {
        this.mode = mode;
    }

    /** One that confines; without bubblewrap on this machine the tests of the class are skipped, and say so. */
    static SandboxedServer confining() {
        return new SandboxedServer(Mode.BUBBLEWRAP);
    }

    /** One that reads policies and does not enforce them. */
    static SandboxedServer unprotected() {
        return new SandboxedServer(Mode.UNPROTECTED);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (mode == Mode.BUBBLEWRAP && !bubblewrapIsInstalled()) {
            System.err.println("####################################################################");
            System.err.println("# " + context.getDisplayName() + " SKIPPED: THERE IS NO bwrap HERE.");
            System.err.println("# Nothing is known of the sandbox. Install bubblewrap and run again.");
            System.err.println("####################################################################");
            Assumptions.abort("no bwrap on the PATH: the sandbox is not tested");
        }
        folder = Files.createTempDirectory(Path.of("/tmp"), "execbus-escapes-").toRealPath();
        server = TestServer.start(new TestSettings().sandboxMode(mode));
        client = server.client();
    }

    static boolean bubblewrapIsInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "bwrap")));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server == null) {
            return;
        }
        client.close();
        server.close();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(SandboxedServer::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RpcClient client() {
        return client;
    }

    /** With a session of its own. */
    RpcClient newClient() {
        return server.client();
    }

    /** The parent of what servers of this user keep for their sandboxes. */
    Path privateFolder() {
        return SandboxFolder.byDefault();
    }

    /** A new one, where nobody has been before. */
    EscapeGround ground() {
        return EscapeGround.at(folder.resolve("ground-" + ++grounds));
    }

    /** No process of the client has it. */
    String newProcessId() {
        return "p" + ++processes;
    }
}
