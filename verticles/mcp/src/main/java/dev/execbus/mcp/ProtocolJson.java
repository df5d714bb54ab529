package dev.execbus.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;

/** JSON as the SDK wants it. */
final class ProtocolJson {
    private static final int NESTING = 127;

    /** Texts are bounded by the message they are in. */
    static final McpJsonMapper MAPPER = new JacksonMcpJsonMapper(JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build());

    /** Tools check their arguments themselves, more leniently than their schemas say; results are made from records. */
    static final JsonSchemaValidator NO_VALIDATION =
            (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null);

    private ProtocolJson() {}
}
