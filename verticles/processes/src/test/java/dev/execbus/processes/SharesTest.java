package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.execbus.bus.Meters;
import dev.execbus.bus.NodeName;
import dev.execbus.bus.ViewService.ViewKey;
import dev.execbus.protocol.ErrorCode;
import dev.execbus.protocol.ExecbusException;
import dev.execbus.protocol.ShareMethods;
import dev.execbus.protocol.ShareMethods.CreateResponse;
import dev.execbus.protocol.ViewEnd;
import dev.execbus.protocol.ViewLevel;
import dev.execbus.protocol.ViewRole;
import dev.execbus.testkit.ManualTimers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SharesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTimers timers = new ManualTimers();
    private final Shares shares = new Shares(timers, () -> 1_000);
    private final ProcessViews views = views();

    private ProcessViews views() {
        FakeViewed process = FakeViewed.onPipes();
        return new ProcessViews(
                1,
                "session",
                process,
                () -> true,
                timers,
                new ViewReading(process, null, timers, new ProcessMeters(Meters.none()).waitingReads()),
                key -> {});
    }

    @Test
    void isFoundByItsSecretOnly() {
        CreateResponse made = shares.create(views, ViewRole.DRIVER, HOUR);

        assertThat(made.share()).matches("[A-Za-z0-9_-]{32}");
        assertThat(made.expiresAtMs()).isEqualTo(1_000 + HOUR.toMillis());
        assertThat(made.toString()).doesNotContain(made.share());
        assertThat(shares.find(made.share()).told())
                .isEqualTo(new ShareMethods.Share(made.shareId(), "p", ViewRole.DRIVER, made.expiresAtMs(), 0));
        assertThat(shares.find(made.shareId())).isNull();
        assertThat(shares.find("")).isNull();
    }

    @Test
    void noTwoAreAlike() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < Shares.PER_PROCESS; i++) {
            CreateResponse made = shares.create(views, ViewRole.OBSERVER, HOUR);
            assertThat(seen.add(made.share()) && seen.add(made.shareId())).isTrue();
        }
        assertThatThrownBy(() -> shares.create(views, ViewRole.OBSERVER, HOUR))
                .isInstanceOfSatisfying(
                        ExecbusException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED));
        shares.create(views(), ViewRole.OBSERVER, HOUR);
    }

    @Test
    void expiresWithItsViews() {
        CreateResponse made = shares.create(views, ViewRole.OBSERVER, HOUR);
        views.join(new ViewKey(new NodeName("g"), 1), ViewLevel.SHARE, shares.find(made.share()), null, null);
        timers.pass(HOUR);

        assertThat(shares.find(made.share())).isNull();
        assertThat(views.count()).isZero();
    }

    @Test
    void isRevokedWithoutTheOthers() {
        CreateResponse gone = shares.create(views, ViewRole.OBSERVER, HOUR);
        CreateResponse kept = shares.create(views, ViewRole.OBSERVER, HOUR);
        shares.end(shares.find(gone.share()), ViewEnd.REVOKED);

        assertThat(shares.find(gone.share())).isNull();
        assertThat(shares.of(views)).containsExactly(shares.find(kept.share()));
        assertThat(timers.size()).isEqualTo(1);
    }

    @Test
    void areForgottenWithTheProcess() {
        CreateResponse made = shares.create(views, ViewRole.OBSERVER, HOUR);
        shares.forget(views);
        assertThat(shares.find(made.share())).isNull();
        assertThat(timers.size()).isZero();
    }
}
