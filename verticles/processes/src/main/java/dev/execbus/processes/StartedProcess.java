package dev.execbus.processes;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of the JDK or of pty4j, and where its outputs are read from: stdout and stderr, or its terminal. */
record StartedProcess(Process process, List<InputStream> outputs) {
    private static final Logger LOG = LoggerFactory.getLogger(StartedProcess.class);

    /** It must not go on, and nobody will look at it. */
    void abandon() {
        process.destroyForcibly();
        try {
            for (InputStream output : outputs) {
                output.close();
            }
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("a stream of a process that was ended: {}", e.getMessage());
        }
    }
}
