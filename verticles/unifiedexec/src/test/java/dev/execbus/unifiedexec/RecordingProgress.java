package dev.execbus.unifiedexec;

import dev.execbus.protocol.ByteChunk;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears. */
final class RecordingProgress implements Progress {
    private final List<String> heard = new ArrayList<>();
    private final List<Ended> ends = new ArrayList<>();

    List<String> heard() {
        return heard;
    }

    List<Ended> ends() {
        return ends;
    }

    @Override
    public void began(int sessionId, String cmd, String cwd, String callId) {
        heard.add("began " + cmd + " in " + cwd + (callId == null ? "" : " as " + callId));
    }

    @Override
    public void output(int sessionId, ByteChunk delta) {
        heard.add("output " + delta.utf8());
    }

    @Override
    public void interaction(int sessionId, String chars) {
        heard.add("interaction " + chars);
    }

    @Override
    public void ended(Ended ended) {
        heard.add("ended " + ended.exitCode());
        ends.add(ended);
    }
}
