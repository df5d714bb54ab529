package dev.execbus.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;

/** What a client sent and nobody has decoded. Each node is a letter for its kind, then what it holds. */
final class JsonForm implements WireForm {
    /** Frames may be half as deep. */
    static final int DEEPEST = 256;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final TextForm TEXT = new TextForm();

    @Override
    public int shortest() {
        return 1;
    }

    @Override
    public void write(Object value, Buffer out) {
        JsonNode node = (JsonNode) value;
        if (node == null || node.isMissingNode()) {
            out.appendByte((byte) '-');
            return;
        }
        switch (node.getNodeType()) {
            case NULL -> out.appendByte((byte) 'n');
            case BOOLEAN -> out.appendByte((byte) (node.booleanValue() ? 't' : 'f'));
            case NUMBER -> writeNumber(node, out);
            case ARRAY -> {
                out.appendByte((byte) '[').appendInt(node.size());
                node.forEach(element -> write(element, out));
            }
            case OBJECT -> {
                out.appendByte((byte) '{').appendInt(node.size());
                node.properties().forEach(member -> {
                    TEXT.write(member.getKey(), out);
                    write(member.getValue(), out);
                });
            }
            case STRING, BINARY, POJO, MISSING -> {
                out.appendByte((byte) '"');
                TEXT.write(node.asText(), out);
            }
        }
    }

    private static void writeNumber(JsonNode node, Buffer out) {
        switch (node.numberType()) {
            case INT -> out.appendByte((byte) 'i').appendInt(node.intValue());
            case LONG -> out.appendByte((byte) 'l').appendLong(node.longValue());
            case FLOAT -> out.appendByte((byte) 'g').appendFloat(node.floatValue());
            case DOUBLE -> out.appendByte((byte) 'd').appendDouble(node.doubleValue());
            case BIG_INTEGER -> writeInteger('I', node.bigIntegerValue(), out);
            case BIG_DECIMAL -> {
                BigDecimal number = node.decimalValue();
                writeInteger('D', number.unscaledValue(), out);
                out.appendInt(number.scale());
            }
        }
    }

    private static void writeInteger(char kind, BigInteger number, Buffer out) {
        byte[] bytes = number.toByteArray();
        out.appendByte((byte) kind).appendInt(bytes.length).appendBytes(bytes);
    }

    @Override
    public Object read(WireReader in) {
        return read(in, 1);
    }

    private static JsonNode read(WireReader in, int depth) {
        if (depth > DEEPEST) {
            throw WireReader.unreadable("JSON in it is nested too deep");
        }
        return switch (in.readByte()) {
            case '-' -> null;
            case 'n' -> NODES.nullNode();
            case 't' -> NODES.booleanNode(true);
            case 'f' -> NODES.booleanNode(false);
            case 'i' -> NODES.numberNode(in.readInt());
            case 'l' -> NODES.numberNode(in.readLong());
            case 'g' -> NODES.numberNode(Float.intBitsToFloat(in.readInt()));
            case 'd' -> NODES.numberNode(Double.longBitsToDouble(in.readLong()));
            case 'I' -> NODES.numberNode(readInteger(in));
            case 'D' -> {
                BigInteger unscaled = readInteger(in);
                yield DecimalNode.valueOf(new BigDecimal(unscaled, in.readInt()));
            }
            case '"' -> NODES.textNode(readText(in));
            case '[' -> readArray(in, depth);
            case '{' -> readObject(in, depth);
            default -> throw WireReader.unreadable("JSON in it is of an unknown kind");
        };
    }

    private static BigInteger readInteger(WireReader in) {
        int length = in.readCount(1);
        if (length < 1) {
            throw WireReader.unreadable("a number in it has no digits");
        }
        return new BigInteger(in.readBytes(length));
    }

    private static String readText(WireReader in) {
        String text = TEXT.read(in);
        if (text == null) {
            throw WireReader.unreadable("JSON in it lacks a text");
        }
        return text;
    }

    private static ArrayNode readArray(WireReader in, int depth) {
        int count = in.readCount(1);
        ArrayNode array = NODES.arrayNode();
        for (int i = 0; i < count; i++) {
            array.add(read(in, depth + 1));
        }
        return array;
    }

    private static ObjectNode readObject(WireReader in, int depth) {
        int count = in.readCount(2);
        ObjectNode object = NODES.objectNode();
        for (int i = 0; i < count; i++) {
            String name = readText(in);
            object.set(name, read(in, depth + 1));
        }
        return object;
    }
}
