package dev.execbus.server;

import dev.execbus.testkit.Eventually;
import dev.execbus.testkit.Frame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A workspace full of ways out, {@code ws}, and what lies outside of it: {@code out} and {@code beside}.
 *
 * @param root the folder of both
 */
record EscapeGround(Path root) {
    /** In every file outside, and nowhere else. */
    static final String MARKER = "marker-6f1c0d2e";
    /** A name in {@code out/vault}. */
    static final String HIDDEN_NAME = "hidden-4b7a91";
    /** Of {@code out/secret}. */
    static final int SECRET_BYTES = 4321;

    private static final Duration SOON = Duration.ofSeconds(3);
    private static final List<String> SIZES = List.of("\"size\":" + SECRET_BYTES);

    /** @param root is made */
    static EscapeGround at(Path root) {
        EscapeGround ground = new EscapeGround(root);
        try {
            ground.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ground;
    }

    private void build() throws IOException {
        Files.createDirectories(root);
        write("out/secret", (MARKER + "\n").repeat(SECRET_BYTES).substring(0, SECRET_BYTES));
        write("out/vault/" + HIDDEN_NAME, MARKER);
        write("out/git/config", MARKER);
        Files.createDirectory(path("out/empty"));
        write("beside", MARKER);
        write("ws/a", "a");
        write("ws/src/b", "b");
        write("ws/.git/config", "cfg");
        write("ws/.git/hooks/sample", "hook");
        write("ws/tree/leaf", "leaf");
        Files.createDirectory(path("ws/src/deep"));
        link("ws/lout", "../out");
        link("ws/labsolute", root + "/out");
        link("ws/chain1", "chain2");
        link("ws/chain2", "src/chain3");
        link("ws/src/chain3", "../../out");
        link("ws/lup", "..");
        link("ws/lslash", "/");
        link("ws/lproc", "/proc/self/root");
        link("ws/lsecret", "../out/secret");
        link("ws/fchain1", "fchain2");
        link("ws/fchain2", "lout/secret");
        link("ws/ldangling", "../out/new");
        link("ws/ldanglingabsolute", root + "/out/new");
        link("ws/ldanglingdir", "../out/newdir/x");
        link("ws/lgit", ".git");
        link("ws/lcodex", ".codex");
        link("ws/lagents", ".agents/skill");
        link("ws/tree/lout", "../../out");
        link("ws/tree/lsecret", "../../out/secret");
    }

    Path path(String name) {
        return root.resolve(name);
    }

    Path workspace() {
        return path("ws");
    }

    void write(String name, String contents) throws IOException {
        Files.createDirectories(Objects.requireNonNull(path(name).getParent()));
        Files.writeString(path(name), contents);
    }

    void link(String name, String target) throws IOException {
        Files.createSymbolicLink(path(name), Path.of(target));
    }

    String read(String name) throws IOException {
        return Files.readString(path(name));
    }

    boolean isThere(String name) {
        return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** All of it; the workspace itself may have been used for mount points that are gone again. */
    DiskSnapshot snapshot() {
        return DiskSnapshot.of(root).withoutDirectoryTimes("ws");
    }

    /** What no call of anybody in the workspace may change: what is outside, and names with a meaning to tools. */
    DiskSnapshot untouchable() {
        DiskSnapshot now = snapshot();
        DiskSnapshot result = now.without("ws");
        Stream.of("ws/.git", "ws/.codex", "ws/.agents", "ws/.aws")
                .forEach(name -> result.names().putAll(now.only(name).names()));
        return result;
    }

    /** Waits for it where processes of a sandbox have ended just now. */
    static void awaitUnchanged(Supplier<DiskSnapshot> now, DiskSnapshot before) {
        try {
            Eventually.holds("unchanged", SOON, () -> now.get().equals(before));
        } catch (AssertionError e) {
            throw new AssertionError("changed: " + now.get().changesSince(before), e);
        }
    }

    /** What a client was told that only somebody outside can know. */
    static List<String> leaks(Frame answer) {
        List<String> texts = new ArrayList<>(List.of(answer.json().encode()));
        JsonObject result = answer.json().getJsonObject("result", new JsonObject());
        Stream.of("dataBase64", "chunk")
                .map(result::getString)
                .filter(Objects::nonNull)
                .map(base64 -> new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1))
                .forEach(texts::add);
        return Stream.concat(Stream.of(MARKER, HIDDEN_NAME), SIZES.stream())
                .filter(sign -> texts.stream().anyMatch(text -> text.contains(sign)))
                .toList();
    }
}
