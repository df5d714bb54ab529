package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourceLimitsTest {
    @Test
    void theStricterLimitHoldsAndNoneIsNoLimit() {
        assertThat(new ResourceLimits(1, 0, 30, 4, 0, 60).within(new ResourceLimits(10, 20, 3, 4, 0, 0)))
                .isEqualTo(new ResourceLimits(1, 20, 3, 4, 0, 60));
        assertThat(ResourceLimits.NONE.within(ResourceLimits.NONE)).isEqualTo(ResourceLimits.NONE);
    }

    @Test
    void readsWhatIsGivenAndTakesTheRestForUnlimited() throws Exception {
        assertThat(ResourceLimits.decode(Json.MAPPER.readTree("{\"memoryBytes\":5,\"openFiles\":null}")))
                .isEqualTo(new ResourceLimits(5, 0, 0, 0, 0, 0));
        assertThat(ResourceLimits.decode(null)).isEqualTo(ResourceLimits.NONE);
    }
}
