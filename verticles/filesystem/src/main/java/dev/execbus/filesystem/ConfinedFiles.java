package dev.execbus.filesystem;

import dev.execbus.filesystem.CageAnswer.Changed;
import dev.execbus.filesystem.CageAnswer.Failed;
import dev.execbus.filesystem.CageAnswer.Ready;
import dev.execbus.filesystem.CageRequest.Begin;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.sandbox.FileConfinement.Place;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program inside a sandbox: file operations for one policy of one session, asked for on stdin and answered on
 * stdout. It ends with its stdin. It has to start quickly, so it uses no more of the server than it needs.
 */
public final class ConfinedFiles {
    private static final int BUFFER = 64 << 10;

    private ConfinedFiles() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in), BUFFER));
        serve(in, new FileOutputStream(FileDescriptor.out));
        // Threads that are still at work have nobody to answer.
        Runtime.getRuntime().halt(0);
    }

    private static void serve(DataInputStream in, OutputStream out) throws IOException, InterruptedException {
        CodecInput first = CodecInput.next(in);
        if (first == null) {
            return;
        }
        if (!(CageRequestCodec.decode(first) instanceof Begin begin)) {
            Failed failed = new Failed(ErrorCode.INTERNAL, Cage.FAILED + "not begun");
            CageAnswerCodec.encode(failed).send(first.id(), out);
            return;
        }
        if (!new PlannedMounts(begin.mounts()).areKept() || !areInPlace(begin.places())) {
            CageAnswerCodec.encode(new Changed()).send(first.id(), out);
            return;
        }
        GuardedNames names = new GuardedNames(begin.guarded(), begin.places());
        FileBackend files = new GuardedFiles(new LocalFiles(FileSettings.DEFAULTS), names, mounts(begin, names));
        CageServing serving = new CageServing(files, begin.readLimitBytes());
        CageAnswerCodec.encode(new Ready()).send(first.id(), out);
        new CageLoop(in, out, serving).serve(begin.threads());
    }

    private static boolean areInPlace(List<Place> places) {
        for (Place place : places) {
            try {
                if (!GuardedNames.identity(NativePath.of(place.path())).equals(place.identity())) {
                    return false;
                }
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** A guarded name counts as mounted: for the commands of the policy's processes it is. */
    private static GuardedMounts mounts(Begin begin, GuardedNames names) {
        List<Path> paths = new ArrayList<>(names.locations());
        begin.mounts().forEach(mount -> paths.add(NativePath.of(mount)));
        return new GuardedMounts(paths);
    }
}
