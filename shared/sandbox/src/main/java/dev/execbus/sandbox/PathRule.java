package dev.execbus.sandbox;

import dev.execbus.protocol.SandboxEntry.Access;

/**
 * What may be done at an absolute path and below it.
 *
 * @param skipMissing whether it is passed over when nothing is there
 */
record PathRule(String path, Access access, boolean skipMissing) {}
