package dev.execbus.processes;

import java.io.InputStream;
import java.util.List;

/** A process of the JDK or of pty4j, and where its outputs are read from: stdout and stderr, or its terminal. */
record StartedProcess(Process process, List<InputStream> outputs) {}
