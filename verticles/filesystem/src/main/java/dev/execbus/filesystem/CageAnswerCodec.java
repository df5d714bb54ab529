package dev.execbus.filesystem;

import dev.execbus.filesystem.CageAnswer.Block;
import dev.execbus.filesystem.CageAnswer.Changed;
import dev.execbus.filesystem.CageAnswer.Failed;
import dev.execbus.filesystem.CageAnswer.Opened;
import dev.execbus.filesystem.CageAnswer.Ready;
import dev.execbus.filesystem.CageAnswer.Told;
import dev.execbus.filesystem.CageAnswer.TooLong;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.FileMethods.ReadBlockResponse;
import java.io.IOException;

/** Answers to and from the payloads of frames. */
final class CageAnswerCodec {
    private static final int READY = 1;
    private static final int CHANGED = 2;
    private static final int TOLD = 3;
    private static final int OPENED = 4;
    private static final int TOO_LONG = 5;
    private static final int BLOCK = 6;
    private static final int FAILED = 7;

    private CageAnswerCodec() {}

    static CodecOutput encode(CageAnswer answer) {
        CodecOutput out = new CodecOutput();
        switch (answer) {
            case Ready ready -> out.putByte(READY);
            case Changed changed -> out.putByte(CHANGED);
            case Told told -> {
                out.putByte(TOLD);
                MessageCodec.put(told.message(), out);
            }
            case Opened opened -> {
                out.putByte(OPENED);
                out.putLong(opened.handle());
            }
            case TooLong file -> {
                out.putByte(TOO_LONG);
                out.putLong(file.handle());
                out.putLong(file.size());
            }
            case Block block -> {
                out.putByte(BLOCK);
                out.putBoolean(block.block().eof());
                out.putRest(block.block().chunk());
            }
            case Failed failed -> {
                out.putByte(FAILED);
                out.putInt(failed.code().number());
                out.putText(failed.message());
            }
        }
        return out;
    }

    static CageAnswer decode(CodecInput in) throws IOException {
        int kind = in.takeByte();
        CageAnswer answer = switch (kind) {
            case READY -> new Ready();
            case CHANGED -> new Changed();
            case TOLD -> new Told(MessageCodec.take(in));
            case OPENED -> new Opened(in.takeLong());
            case TOO_LONG -> new TooLong(in.takeLong(), in.takeLong());
            case BLOCK -> {
                boolean eof = in.takeBoolean();
                yield new Block(new ReadBlockResponse(in.takeRest(), eof));
            }
            case FAILED -> new Failed(ErrorCode.of(in.takeInt()), in.takeText());
            default -> throw new IOException("an answer of kind " + kind);
        };
        in.finish();
        return answer;
    }
}
