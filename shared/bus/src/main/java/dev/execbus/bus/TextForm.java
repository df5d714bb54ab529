package dev.execbus.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Strings as UTF-8. One with surrogates, which may be without their other half, keeps its characters as they are. */
final class TextForm implements WireForm {
    private static final byte NULL = 0;
    private static final byte UTF_8 = 1;
    private static final byte UTF_16 = 2;

    @Override
    public int shortest() {
        return 1;
    }

    @Override
    public void write(Object value, Buffer out) {
        if (value == null) {
            out.appendByte(NULL);
            return;
        }
        String text = (String) value;
        if (hasSurrogate(text)) {
            out.appendByte(UTF_16).appendInt(text.length());
            for (int i = 0; i < text.length(); i++) {
                out.appendShort((short) text.charAt(i));
            }
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.appendByte(UTF_8).appendInt(bytes.length).appendBytes(bytes);
        }
    }

    @Override
    public String read(WireReader in) {
        return switch (in.readByte()) {
            case NULL -> null;
            case UTF_8 -> new String(bytes(in, 1), StandardCharsets.UTF_8);
            case UTF_16 -> wide(bytes(in, Character.BYTES));
            default -> throw WireReader.unreadable("a text has an unknown form");
        };
    }

    private static byte[] bytes(WireReader in, int width) {
        int length = in.readCount(width);
        if (length < 0) {
            throw WireReader.unreadable("a text has no length");
        }
        return in.readBytes(length * width);
    }

    private static String wide(byte[] bytes) {
        char[] chars = new char[bytes.length / Character.BYTES];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) ((bytes[2 * i] << Byte.SIZE) | (bytes[2 * i + 1] & 0xff));
        }
        return new String(chars);
    }

    private static boolean hasSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
