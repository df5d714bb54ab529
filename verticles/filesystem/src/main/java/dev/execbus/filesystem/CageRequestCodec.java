package dev.execbus.filesystem;

import dev.execbus.filesystem.CageRequest.Begin;
import dev.execbus.filesystem.CageRequest.Close;
import dev.execbus.filesystem.CageRequest.Open;
import dev.execbus.filesystem.CageRequest.Read;
import dev.execbus.filesystem.CageRequest.Run;
import dev.execbus.filesystem.CageRequest.Write;
import dev.execbus.protocol.FileMethods.OpenMode;
import dev.execbus.sandbox.FileConfinement.Guarded;
import dev.execbus.sandbox.FileConfinement.Place;
import dev.execbus.sandbox.FileIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Requests to and from the payloads of frames. */
final class CageRequestCodec {
    private static final int BEGIN = 1;
    private static final int RUN = 2;
    private static final int OPEN = 3;
    private static final int READ = 4;
    private static final int WRITE = 5;
    private static final int CLOSE = 6;

    private CageRequestCodec() {}

    static CodecOutput encode(CageRequest request) {
        CodecOutput out = new CodecOutput();
        switch (request) {
            case Begin begin -> putBegin(begin, out);
            case Run run -> {
                out.putByte(RUN);
                CommandCodec.put(run.command(), out);
            }
            case Open open -> {
                out.putByte(OPEN);
                out.putBoolean(open.mode() == OpenMode.REPLACE);
                out.putText(open.path());
            }
            case Read read -> {
                out.putByte(READ);
                out.putLong(read.handle());
                out.putLong(read.offset());
                out.putInt(read.length());
            }
            case Write write -> {
                out.putByte(WRITE);
                out.putLong(write.handle());
                out.putLong(write.offset());
                out.putRest(write.chunk());
            }
            case Close close -> {
                out.putByte(CLOSE);
                out.putLong(close.handle());
            }
        }
        return out;
    }

    static CageRequest decode(CodecInput in) throws IOException {
        int kind = in.takeByte();
        CageRequest request = switch (kind) {
            case BEGIN -> takeBegin(in);
            case RUN -> new Run(CommandCodec.take(in));
            case OPEN -> {
                OpenMode mode = in.takeBoolean() ? OpenMode.REPLACE : OpenMode.READ;
                yield new Open(in.takeText(), mode);
            }
            case READ -> new Read(in.takeLong(), in.takeLong(), in.takeInt());
            case WRITE -> new Write(in.takeLong(), in.takeLong(), in.takeRest());
            case CLOSE -> new Close(in.takeLong());
            default -> throw new IOException("a request of kind " + kind);
        };
        in.finish();
        return request;
    }

    private static void putBegin(Begin begin, CodecOutput out) {
        out.putByte(BEGIN);
        out.putLong(begin.readLimitBytes());
        out.putInt(begin.threads());
        out.putInt(begin.places().size());
        for (Place place : begin.places()) {
            out.putText(place.path());
            putIdentity(place.identity(), out);
        }
        out.putInt(begin.guarded().size());
        for (Guarded guarded : begin.guarded()) {
            putIdentity(guarded.directory(), out);
            out.putText(guarded.name());
            out.putBoolean(guarded.asDirectory());
        }
        out.putInt(begin.mounts().size());
        begin.mounts().forEach(out::putText);
    }

    private static Begin takeBegin(CodecInput in) throws IOException {
        long readLimitBytes = in.takeLong();
        int threads = in.takeInt();
        List<Place> places = new ArrayList<>();
        for (int count = in.takeCount(); count > 0; count--) {
            places.add(new Place(in.takeText(), takeIdentity(in)));
        }
        List<Guarded> guarded = new ArrayList<>();
        for (int count = in.takeCount(); count > 0; count--) {
            guarded.add(new Guarded(takeIdentity(in), in.takeText(), in.takeBoolean()));
        }
        List<String> mounts = new ArrayList<>();
        for (int count = in.takeCount(); count > 0; count--) {
            mounts.add(in.takeText());
        }
        return new Begin(readLimitBytes, threads, places, guarded, mounts);
    }

    private static void putIdentity(FileIdentity identity, CodecOutput out) {
        out.putLong(identity.device());
        out.putLong(identity.inode());
    }

    private static FileIdentity takeIdentity(CodecInput in) throws IOException {
        return new FileIdentity(in.takeLong(), in.takeLong());
    }
}
