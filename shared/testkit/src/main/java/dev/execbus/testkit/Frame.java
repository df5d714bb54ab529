package dev.execbus.testkit;

import io.vertx.core.json.JsonObject;

/** One message from the server. */
public record Frame(JsonObject json) {
    public boolean isNotification() {
        return json.containsKey("method");
    }

    public String method() {
        return json.getString("method");
    }

    public JsonObject params() {
        return json.getJsonObject("params");
    }

    /** Below zero where the server could not tell which request it answers. */
    public long id() {
        return json.getLong("id");
    }

    public boolean isAbout(String processId) {
        return processId.equals(params().getString("processId"));
    }

    public JsonObject result() {
        JsonObject result = json.getJsonObject("result");
        if (result == null) {
            throw new AssertionError("no result but " + json);
        }
        return result;
    }

    public boolean isError(int code) {
        return json.containsKey("error") && errorCode() == code;
    }

    public int errorCode() {
        return error().getInteger("code");
    }

    public String errorMessage() {
        return error().getString("message");
    }

    private JsonObject error() {
        JsonObject error = json.getJsonObject("error");
        if (error == null) {
            throw new AssertionError("no error but " + json);
        }
        return error;
    }
}
