package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.NodeName;
import dev.execbus.bus.ViewService.DriverRequest;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.TerminalSize;
import dev.execbus.protocol.ViewLevel;
import dev.execbus.protocol.ViewMethods.Driver;
import dev.execbus.protocol.ViewRole;
import dev.execbus.testkit.ManualTimers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DriverSeatTest {
    private static final TerminalSize FIRST = new TerminalSize(24, 80);
    private static final TerminalSize SMALL = new TerminalSize(10, 20);
    private static final TerminalSize LARGE = new TerminalSize(50, 200);

    private final ManualTimers timers = new ManualTimers();
    private final List<TerminalSize> sizes = new ArrayList<>();
    private boolean ownerConnected = true;
    private int changes;
    private final DriverSeat seat = new DriverSeat(timers, () -> ownerConnected, FIRST, sizes::add, () -> changes++);

    private final Viewer owner = viewer("owner", ViewLevel.OWNER, null, null);
    private final Viewer operator = viewer("operator", ViewLevel.OPERATOR, null, SMALL);
    private final Viewer sharee = viewer("sharee", ViewLevel.SHARE, share(ViewRole.DRIVER), LARGE);
    private final Viewer looker = viewer("looker", ViewLevel.SHARE, share(ViewRole.OBSERVER), null);

    private static Share share(ViewRole role) {
        return new Share("s", null, role, 0);
    }

    private static Viewer viewer(String name, ViewLevel level, Share share, TerminalSize size) {
        return new Viewer(new ViewKey(new NodeName("g"), 1), name, level, share, "L-" + name, size);
    }

    private static Driver driver(String name) {
        return new Driver(name, "L-" + name);
    }

    @Test
    void whileTheOwnerIsThereOthersAsk() {
        assertThat(seat.request(sharee)).isFalse();
        assertThat(seat.request(operator)).isFalse();

        assertThat(seat.driver()).isEqualTo(Driver.OWNER);
        assertThat(seat.requests())
                .containsExactly(
                        new DriverRequest(1, "sharee", "L-sharee"), new DriverRequest(2, "operator", "L-operator"));
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void theOwnersViewNeedNotAskItself() {
        assertThat(seat.request(owner)).isTrue();
        assertThat(seat.request(owner)).isTrue();
        assertThat(seat.driver()).isEqualTo(driver("owner"));
    }

    @Test
    void whereNobodyIsThereTheSeatIsFree() {
        ownerConnected = false;
        assertThat(seat.request(sharee)).isTrue();
        assertThat(sizes).containsExactly(LARGE);
    }

    @Test
    void aRequestIsForgottenAfterATime() {
        seat.request(sharee);
        timers.pass(DriverSeat.PATIENCE);
        assertThat(seat.requests()).isEmpty();
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void aRepeatedRequestIsANewOne() {
        seat.request(sharee);
        seat.request(sharee);
        assertThat(seat.requests()).containsExactly(new DriverRequest(2, "sharee", "L-sharee"));
        assertThat(timers.size()).isEqualTo(1);
    }

    @Test
    void onlyWhoDrivesOrDecidesHandsItOver() {
        assertThatThrownBy(() -> seat.grant(sharee, sharee))
                .isInstanceOf(ExecbusException.class)
                .hasMessage("only who drives, the owner or an operator may hand the process over");
        seat.request(sharee);
        seat.grant(owner, sharee);
        assertThat(seat.driver()).isEqualTo(driver("sharee"));
        assertThat(seat.requests()).isEmpty();
        assertThat(timers.size()).isZero();

        seat.grant(sharee, operator);
        assertThat(seat.driver()).isEqualTo(driver("operator"));
        assertThatThrownBy(() -> seat.grant(operator, looker)).hasMessage("the share of the view lets it look only");
    }

    @Test
    void onlyWhoDecidesTakesIt() {
        assertThatThrownBy(() -> seat.take(sharee))
                .hasMessage("only the owner or an operator may take the process over: request it");
        seat.take(operator);
        assertThat(seat.isDriver(operator)).isTrue();
    }

    @Test
    void theSizeOfWhoDrivesCounts() {
        seat.take(operator);
        seat.resized(sharee, FIRST);
        seat.ownerResizes(LARGE);
        assertThat(sizes).containsExactly(SMALL);

        seat.resized(operator, FIRST);
        seat.release(operator);
        assertThat(sizes).containsExactly(SMALL, FIRST, LARGE);
    }

    @Test
    void whoLeavesGivesItBack() {
        seat.take(operator);
        seat.request(sharee);
        seat.left(sharee);
        seat.left(operator);
        assertThat(seat.driver()).isEqualTo(Driver.OWNER);
        assertThat(seat.requests()).isEmpty();
        assertThat(sizes).containsExactly(SMALL, FIRST);
    }

    @Test
    void theOwnerTakesItBackByTypingButNotFromItself() {
        seat.take(owner);
        seat.ownerTypes();
        assertThat(seat.isDriver(owner)).isTrue();
        seat.take(operator);
        seat.ownerTypes();
        assertThat(seat.driver()).isEqualTo(Driver.OWNER);
    }

    @Test
    void whatChangesNothingIsNotTold() {
        seat.take(operator);
        int before = changes;
        seat.take(operator);
        seat.release(sharee);
        seat.left(looker);
        seat.resized(sharee, SMALL);
        assertThat(changes).isEqualTo(before);
    }
}
