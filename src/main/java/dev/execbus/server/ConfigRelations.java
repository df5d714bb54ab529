package dev.execbus.server;

import dev.execbus.server.EffectiveConfig.Setting;

/** Checks what one value alone cannot tell: which of two must be the larger one. */
final class ConfigRelations {
    private ConfigRelations() {}

    static void check(EffectiveConfig config) {
        // A message is put together from frames.
        atLeast(config, ConfigKeys.TRANSPORT_MESSAGE_BYTES, ConfigKeys.TRANSPORT_FRAME_BYTES);
        // A peer must have had a ping to answer before it counts as gone.
        atLeast(config, ConfigKeys.TRANSPORT_PONG_TIMEOUT, ConfigKeys.TRANSPORT_PING_INTERVAL);
        // A gateway that is patient with a slow client must not itself count as gone meanwhile.
        atLeast(config, ConfigKeys.PROCESSES_CREDIT_TIMEOUT, ConfigKeys.TRANSPORT_SLOW_CLIENT);
        // One answer of the largest size must find room.
        atLeast(config, ConfigKeys.HTTP_HELD_BYTES, ConfigKeys.HTTP_BUFFERED_BYTES);
    }

    private static <T extends Comparable<T>> void atLeast(
            EffectiveConfig config, ConfigKey<T> larger, ConfigKey<T> smaller) {
        Setting<T> upper = config.setting(larger);
        Setting<T> lower = config.setting(smaller);
        if (upper.value().compareTo(lower.value()) < 0) {
            throw new StartupException(told(upper) + " is not allowed: allowed is at least " + told(lower));
        }
    }

    private static String told(Setting<?> setting) {
        return setting.key() + " = " + setting.shown() + " (from " + setting.source() + ")";
    }
}
