package dev.execbus.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of its own: in each workspace it puts links that lead out in the place of files and directories, and back,
 * as fast as it can, until its input ends; then it prints how often it did.
 */
final class Swapper {
    private final List<Swap> swaps = new ArrayList<>();
    private long done;

    private Swapper() {}

    /** @param args for each workspace its folder, with a {@code +} before it where {@code .git} is swapped too */
    public static void main(String[] args) throws IOException {
        Swapper swapper = new Swapper();
        for (String argument : args) {
            Path workspace = Path.of(argument.replace("+", ""));
            swapper.add(workspace, "d", "../out");
            swapper.add(workspace, "f", "../out/secret");
            swapper.add(workspace, "t/x", "../../out");
            swapper.add(workspace, "n", "../out/new");
            if (argument.startsWith("+")) {
                swapper.add(workspace, ".git", "../out/git");
            }
        }
        Thread ended = Thread.ofPlatform().daemon().start(Swapper::awaitEndOfInput);
        System.out.println("swapping");
        while (ended.isAlive()) {
            for (Swap swap : swapper.swaps) {
                swapper.done += swap.step() ? 1 : 0;
            }
        }
        System.out.println(swapper.done);
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException e) {
            // Its end in another form.
        }
    }

    private void add(Path workspace, String name, String target) throws IOException {
        Path hold = Files.createDirectories(workspace.resolve("hold"));
        swaps.add(new Swap(workspace.resolve(name), hold.resolve(name.replace('/', '-')), Path.of(target)));
    }

    /** One name that is now what it should be and now a link. Whatever a call has put there is moved out of the way. */
    private static final class Swap {
        private final Path place;
        private final Path original;
        private final Path link;
        private final Path target;
        private final Path junk;
        private boolean swapped;

        Swap(Path place, Path hold, Path target) throws IOException {
            this.place = place;
            this.original = hold.resolveSibling(hold.getFileName() + ".original");
            this.link = hold.resolveSibling(hold.getFileName() + ".link");
            this.target = target;
            this.junk = Files.createDirectories(hold.resolveSibling(hold.getFileName() + ".junk"));
            Files.createSymbolicLink(link, target);
        }

        boolean step() throws IOException {
            swapped = !swapped;
            Path out = swapped ? original : link;
            Path in = swapped ? link : original;
            try {
                move(place, out);
            } catch (FileSystemException e) {
                // A call has removed it, or something is left of an earlier swap.
                clear(place);
            }
            try {
                move(in, place);
                return true;
            } catch (FileSystemException e) {
                clear(place);
                restore(in);
                return false;
            }
        }

        private static void move(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        private void clear(Path name) throws IOException {
            try {
                if (Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
                    move(name, Files.createTempDirectory(junk, "was").resolve("it"));
                }
            } catch (FileSystemException e) {
                // It is gone again.
            }
        }

        /** What was to be put in place has been lost to a call. */
        private void restore(Path name) throws IOException {
            if (Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            if (name.equals(link)) {
                Files.createSymbolicLink(link, target);
            } else if (place.endsWith("f")) {
                Files.writeString(original, "inside");
            } else if (!place.endsWith("n")) {
                RaceGround.fill(original);
            }
        }
    }
}
