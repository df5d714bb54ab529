package dev.execbus.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;

/** What a viewer does with a process: look at it, or also type into it. */
public enum ViewRole {
    OBSERVER("observer"),
    DRIVER("driver");

    private final String wireName;

    ViewRole(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    static ViewRole decode(JsonNode node) {
        String name = node.isTextual() ? node.textValue() : ParamsReader.typeName(node);
        for (ViewRole role : values()) {
            if (role.wireName.equals(name)) {
                return role;
            }
        }
        throw ExecbusException.invalidParams("unknown variant `" + name + "`, expected `observer` or `driver`");
    }
}
