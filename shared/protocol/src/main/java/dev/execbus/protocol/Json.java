package dev.execbus.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;

/** The only JSON mapper of the house. Strict: a duplicate member or trailing data is an error. */
final class Json {
    /** The peer refuses the 128th level; the envelope is the first. */
    static final int MAX_NESTING = 127;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxDocumentLength(-1)
                    .build())
            .build();

    static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** For what another release may say: members it does not know are ignored, and missing ones are null, zero or false. */
    static final ObjectMapper ANSWERS = JsonMapper.builder(FACTORY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw notEncodable(value, e);
        }
    }

    /** Into memory, which takes everything. */
    static void write(Object value, OutputStream memory) {
        try {
            MAPPER.writeValue(memory, value);
        } catch (IOException e) {
            throw notEncodable(value, e);
        }
    }

    private static IllegalStateException notEncodable(Object value, IOException cause) {
        return new IllegalStateException(
                "not encodable as JSON: " + value.getClass().getName(), cause);
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }
}
