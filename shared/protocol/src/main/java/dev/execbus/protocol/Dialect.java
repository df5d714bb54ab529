package dev.execbus.protocol;

/**
 * How strictly a connection's params are read. The protocol changed during 2026: releases of the Codex CLI before
 * 0.141 send plain absolute paths, those before 0.142 no {@code writeId}, and nothing on the wire tells the release.
 *
 * @param plainPaths absolute paths are accepted beside {@code file:} URIs
 * @param optionalWriteId {@code process/write} may lack its {@code writeId}
 * @param cwdIsWorkspace a sandbox without {@code workspaceRoots} has its {@code cwd} as the only one, as releases before
 *     0.147 meant it
 */
public record Dialect(boolean plainPaths, boolean optionalWriteId, boolean cwdIsWorkspace) {
    /** The protocol of today. */
    public static final Dialect STRICT = new Dialect(false, false, false);

    /** Whatever any release of 2026 sends. */
    public static final Dialect LENIENT = new Dialect(true, true, true);
}
