package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/** Extension: which limit ended a process. */
public enum Verdict {
    /** Its processes, or those of its session, used more memory than allowed. */
    OOM("oom"),
    /** It, or its session, ran more processes than allowed. */
    PIDS("pids"),
    /** It ran longer than its {@code timeoutMs}. */
    TIMEOUT("timeout"),
    /** It used more processor time than allowed. */
    CPU("cpu"),
    /** It wrote a longer file than allowed. */
    FILE_SIZE("fileSize"),
    /** It wrote more output than allowed. */
    OUTPUT_QUOTA("outputQuota");

    private final String wireName;

    Verdict(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }
}
