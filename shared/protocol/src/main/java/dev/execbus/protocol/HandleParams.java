package dev.execbus.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads params as the peer's app-server does: what has the wrong shape is an invalid request, in its words. */
final class HandleParams {
    private static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private HandleParams() {}

    /** The peer's kinds of whole numbers; beyond {@link Long#MAX_VALUE} one is read as that. */
    enum Whole {
        U16("u16", BigInteger.ZERO, BigInteger.valueOf(65_535)),
        USIZE("usize", BigInteger.ZERO, U64_MAX),
        I64("i64", BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE));

        private final String peerName;
        private final BigInteger least;
        private final BigInteger greatest;

        Whole(String peerName, BigInteger least, BigInteger greatest) {
            this.peerName = peerName;
            this.least = least;
            this.greatest = greatest;
        }

        long read(JsonNode value) {
            if (value == null || !value.isNumber()) {
                throw ParamsReader.invalidType(value, peerName);
            }
            if (!value.isIntegralNumber()) {
                throw ExecbusException.invalidParams(
                        "invalid type: floating point `" + value.asText() + "`, expected " + peerName);
            }
            BigInteger number = value.bigIntegerValue();
            if (number.compareTo(least) < 0 || number.compareTo(greatest) > 0) {
                throw ExecbusException.invalidParams("invalid value: integer `" + number + "`, expected " + peerName);
            }
            return value.canConvertToLong() ? value.longValue() : Long.MAX_VALUE;
        }

        long read(ParamsReader in, String name) {
            if (!in.has(name)) {
                throw ExecbusException.invalidParams("missing field `" + name + "`");
            }
            return read(in.optional(name));
        }
    }

    static <P> RpcMethod<P> method(String name, Function<ParamsReader, P> reader, String... fields) {
        return new RpcMethod<>(name, "process", (params, dialect) -> {
            try {
                if (params == null) {
                    throw ExecbusException.invalidParams("missing field `params`");
                }
                return reader.apply(ParamsReader.of(params, "params", fields));
            } catch (ExecbusException e) {
                throw ExecbusException.invalidRequest("Invalid request: " + e.getMessage());
            }
        });
    }

    /** A native path, lexically normalised. */
    static String absolutePath(String text) {
        if (!text.startsWith("/")) {
            throw ExecbusException.invalidParams("AbsolutePathBuf deserialized without a base path");
        }
        return PathUri.decode(text, Dialect.LENIENT);
    }

    /**
     * Variables to set and, with null as the value, to take away.
     *
     * @param unset names without wildcards of {@link EnvironmentPolicyParams}
     */
    record Variables(Map<String, String> set, List<String> unset) {
        private static final Variables NONE = new Variables(Map.of(), List.of());

        static Variables read(ParamsReader in, String name) {
            JsonNode value = in.optional(name);
            if (value == null) {
                return NONE;
            }
            if (!value.isObject()) {
                throw ParamsReader.invalidType(value, "a map");
            }
            Map<String, String> set = new HashMap<>();
            List<String> unset = new ArrayList<>();
            for (Map.Entry<String, JsonNode> variable : value.properties()) {
                if (variable.getValue().isNull()) {
                    unset.add(variable.getKey());
                } else if (variable.getValue().isTextual()) {
                    set.put(variable.getKey(), variable.getValue().textValue());
                } else {
                    throw ParamsReader.invalidType(variable.getValue(), "a string");
                }
            }
            return new Variables(set, unset);
        }
    }
}
