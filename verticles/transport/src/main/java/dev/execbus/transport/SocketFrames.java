package dev.execbus.transport;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.execbus.protocol.MalformedFrameException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** How the envelopes of the event-bus door lie in the messages of its socket. Stateless. */
enum SocketFrames {
    /** One in each message. */
    RAW {
        @Override
        List<Slice> read(Slice message) {
            return List.of(message);
        }

        @Override
        ByteBuf write(ByteBuf envelope, IntFunction<ByteBuf> buffers) {
            return envelope;
        }

        @Override
        ByteBuf opening() {
            return null;
        }

        @Override
        ByteBuf closing(CloseReason reason) {
            return null;
        }
    },

    /** As texts in arrays, as SockJS has them. */
    SOCKJS {
        @Override
        List<Slice> read(Slice message) throws MalformedFrameException {
            if (message.length() == 0) {
                return List.of();
            }
            try (JsonParser parser =
                    BridgeJson.FACTORY.createParser(message.array(), message.offset(), message.length())) {
                return texts(parser);
            } catch (IOException e) {
                throw notTexts();
            }
        }

        @Override
        ByteBuf write(ByteBuf envelope, IntFunction<ByteBuf> buffers) {
            int length = envelope.readableBytes();
            ByteBuf text = buffers.apply(length + length / 8 + 16).writeBytes(TEXT_BEGIN);
            int from = envelope.readerIndex();
            int end = envelope.writerIndex();
            // Envelopes are JSON without line breaks, so nothing else has to be quoted.
            for (int at = nextQuoted(envelope, from, end); at >= 0; at = nextQuoted(envelope, from, end)) {
                text.writeBytes(envelope, from, at - from).writeByte('\\').writeByte(envelope.getByte(at));
                from = at + 1;
            }
            text.writeBytes(envelope, from, end - from).writeBytes(TEXT_END);
            envelope.release();
            return text;
        }

        @Override
        ByteBuf opening() {
            return ascii("o");
        }

        @Override
        ByteBuf closing(CloseReason reason) {
            return ascii("c" + new JsonArray().add(reason.code()).add(reason.text()));
        }
    };

    /** More texts than this in one message are refused: each costs more than its bytes. */
    private static final int MOST_TEXTS = 1_024;

    private static final byte[] TEXT_BEGIN = {'a', '[', '"'};
    private static final byte[] TEXT_END = {'"', ']'};

    /** The envelopes of one message. */
    abstract List<Slice> read(Slice message) throws MalformedFrameException;

    /** Takes the envelope over. */
    abstract ByteBuf write(ByteBuf envelope, IntFunction<ByteBuf> buffers);

    /** The first message to a client; null for none. */
    abstract ByteBuf opening();

    /** The last message to a client; null for none. */
    abstract ByteBuf closing(CloseReason reason);

    private static List<Slice> texts(JsonParser parser) throws IOException, MalformedFrameException {
        List<Slice> texts = new ArrayList<>();
        JsonToken first = parser.nextToken();
        JsonToken last = first;
        if (first == JsonToken.VALUE_STRING) {
            texts.add(Slice.of(parser.getText()));
        } else if (first == JsonToken.START_ARRAY) {
            last = parser.nextToken();
            while (last == JsonToken.VALUE_STRING && texts.size() < MOST_TEXTS) {
                texts.add(Slice.of(parser.getText()));
                last = parser.nextToken();
            }
        }
        boolean ended = last == JsonToken.END_ARRAY || first == JsonToken.VALUE_STRING;
        if (!ended || parser.nextToken() != null) {
            throw notTexts();
        }
        return texts;
    }

    private static MalformedFrameException notTexts() {
        return new MalformedFrameException("expected an array of texts");
    }

    private static int nextQuoted(ByteBuf envelope, int from, int end) {
        return envelope.forEachByte(from, end - from, value -> value != '"' && value != '\\');
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }
}
