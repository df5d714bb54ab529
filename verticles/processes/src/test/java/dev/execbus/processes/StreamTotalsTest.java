package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.execbus.bus.ProcessEvent.Closed;
import dev.execbus.protocol.ProcessMethods.StreamTotal;
import dev.execbus.protocol.ResourceLimits;
import dev.execbus.protocol.SandboxParams;
import dev.execbus.protocol.StreamName;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class StreamTotalsTest {
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private StartRoom room;

    @BeforeEach
    void deploy(Vertx vertx) throws Exception {
        room = new StartRoom(vertx, new FakeSandbox());
    }

    @Test
    void countsNothingThatWasNotAskedFor() {
        StreamTotals totals = new StreamTotals();
        totals.add(StreamName.STDOUT, bytes("out"));
        assertThat(totals.finish()).isEmpty();
    }

    @Test
    void addsUpWhatAStreamPrintsInPieces() throws Exception {
        StreamTotals totals = new StreamTotals();
        totals.begin(EnumSet.of(StreamName.PTY));
        totals.add(StreamName.PTY, bytes("ab"));
        totals.add(StreamName.PTY, bytes("c"));
        assertThat(totals.finish()).containsExactly(new StreamTotal(StreamName.PTY, 3, sha256("abc")));
    }

    @Test
    void tellsWhatEachStreamHasPrinted() throws Exception {
        room.start(Starts.digested("p", ResourceLimits.NONE, "printf out"));
        List<StreamTotal> totals = List.of(
                new StreamTotal(StreamName.STDOUT, 3, sha256("out")),
                new StreamTotal(StreamName.STDERR, 0, OF_NOTHING));
        assertThat(room.closed("p")).isEqualTo(new Closed("p", 3, totals));
        assertThat(room.read("p").streams()).isEqualTo(StreamTotal.byName(totals));
    }

    @Test
    void saysNothingToAClientThatDidNotAsk() throws Exception {
        room.start(Starts.shell("p", SandboxParams.NONE, "printf out"));
        assertThat(room.closed("p")).isEqualTo(new Closed("p", 3, List.of()));
        assertThat(room.read("p").streams()).isNull();
    }

    @Test
    void saysNothingBeforeTheEnd() throws Exception {
        room.start(Starts.digested("p", ResourceLimits.NONE, "printf out; read line"));
        room.awaitOutput("p", "out");
        assertThat(room.read("p").streams()).isNull();
        room.terminate("p");
        assertThat(room.closed("p").streams())
                .containsExactly(
                        new StreamTotal(StreamName.STDOUT, 3, sha256("out")),
                        new StreamTotal(StreamName.STDERR, 0, OF_NOTHING));
    }

    /** A client can compare only what it may get. */
    @Test
    void countsWhatTheQuotaLetsThrough() throws Exception {
        room.start(Starts.digested("p", new ResourceLimits(0, 0, 0, 0, 0, 5), "printf 123456789"));
        assertThat(room.closed("p").streams())
                .containsExactly(
                        new StreamTotal(StreamName.STDOUT, 5, sha256("12345")),
                        new StreamTotal(StreamName.STDERR, 0, OF_NOTHING));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
    }
}
