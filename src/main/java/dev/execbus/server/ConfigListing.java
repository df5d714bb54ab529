package dev.execbus.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.execbus.server.EffectiveConfig.Setting;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

/** Shows a configuration to people and to programs, secrets masked. */
final class ConfigListing {
    private ConfigListing() {}

    static List<String> table(EffectiveConfig config) {
        return TextTable.lines(Stream.concat(
                        Stream.of(List.of("KEY", "VALUE", "FROM")),
                        config.all().stream().map(ConfigListing::row))
                .toList());
    }

    /** An object with a member for each key, in the same order. */
    static String json(EffectiveConfig config) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            for (Setting<?> setting : config.all()) {
                json.writeObjectFieldStart(setting.key().path());
                json.writeFieldName("value");
                write(json, setting.shown());
                json.writeStringField("source", setting.source().toString());
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Boolean flag -> json.writeBoolean(flag);
            case Number number -> json.writeNumber(number.longValue());
            case List<?> list -> json.writeArray(list.toArray(String[]::new), 0, list.size());
            default -> json.writeString(value.toString());
        }
    }

    private static List<String> row(Setting<?> setting) {
        String value = switch (setting.shown()) {
            case null -> "-";
            case List<?> list -> list.isEmpty() ? "-" : String.join(",", list.toArray(String[]::new));
            case Object single -> single.toString();
        };
        return List.of(setting.key().path(), value, setting.source().toString());
    }
}
