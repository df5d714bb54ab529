package dev.execbus.sandbox;

/**
 * A bubblewrap that works here.
 *
 * @param program its absolute path
 * @param version what it says of itself
 * @param disableUserns whether it can keep what it starts from making user namespaces
 * @param bindFd whether it can bind what a descriptor names
 * @param argv0 whether it can give the command another name
 * @param freshProc whether it may mount a /proc that shows only what runs inside
 */
record Bubblewrap(
        String program, String version, boolean disableUserns, boolean bindFd, boolean argv0, boolean freshProc) {}
