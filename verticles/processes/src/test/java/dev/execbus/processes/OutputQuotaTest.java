package dev.execbus.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OutputQuotaTest {
    @Test
    void endsAtTheOwnLimit() {
        OutputQuota quota = new OutputQuota(10, new OutputTotal(0));
        assertThat(new int[] {quota.take(4), quota.take(6), quota.take(1)}).containsExactly(4, 6, 0);
    }

    @Test
    void cutsWhatCrossesTheLimit() {
        OutputQuota quota = new OutputQuota(10, new OutputTotal(100));
        assertThat(new int[] {quota.take(8), quota.take(8), quota.take(8)}).containsExactly(8, 2, 0);
    }

    @Test
    void sharesTheLimitOfTheSession() {
        OutputTotal session = new OutputTotal(10);
        OutputQuota one = new OutputQuota(0, session);
        OutputQuota other = new OutputQuota(9, session);
        assertThat(new int[] {one.take(4), other.take(9), one.take(1)}).containsExactly(4, 6, 0);
    }

    @Test
    void isUnlimitedWithoutLimits() {
        OutputQuota quota = new OutputQuota(0, new OutputTotal(0));
        assertThat(quota.take(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(quota.take(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }
}
