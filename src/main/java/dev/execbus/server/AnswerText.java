package dev.execbus.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.Collectors;

/** Members of a server's answer as people read them; {@code -} for what is not there. */
final class AnswerText {
    private static final String NOTHING = "-";

    private AnswerText() {}

    static String of(JsonObject answer, String member) {
        Object value = answer.getValue(member);
        if (value instanceof JsonArray list) {
            return list.isEmpty()
                    ? NOTHING
                    : list.stream().map(String::valueOf).map(OneLine::of).collect(Collectors.joining(","));
        }
        return value == null || value.toString().isBlank() ? NOTHING : OneLine.of(value.toString());
    }

    static String percent(JsonObject answer, String member) {
        String text = of(answer, member);
        return text.equals(NOTHING) ? NOTHING : text + "%";
    }

    /** The two largest units: {@code 3d 4h}, {@code 5m 6s}, {@code 0.3s}. */
    static String age(JsonObject answer, String member) {
        if (!(answer.getValue(member) instanceof Number millis)) {
            return NOTHING;
        }
        Duration age = Duration.ofMillis(Math.max(0, millis.longValue()));
        if (age.toDays() > 0) {
            return age.toDays() + "d " + age.toHoursPart() + "h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h " + age.toMinutesPart() + "m";
        }
        if (age.toMinutes() > 0) {
            return age.toMinutes() + "m " + age.toSecondsPart() + "s";
        }
        return age.toSeconds() + "." + age.toMillisPart() / 100 + "s";
    }
}
