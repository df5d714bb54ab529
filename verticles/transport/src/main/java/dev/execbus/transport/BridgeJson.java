package dev.execbus.transport;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** How envelopes are read. What is inside of them is read by the protocol's own rules. */
final class BridgeJson {
    /** A message has 127 levels at most, and an envelope is one more. */
    private static final int MAX_NESTING = 130;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    // As long as a message may be, which the socket sees to.
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private BridgeJson() {}
}
