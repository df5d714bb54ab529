package dev.execbus.client;

import dev.execbus.client.EnvironmentSpec.ByProgram;
import dev.execbus.client.EnvironmentSpec.ByUrl;
import dev.execbus.client.EnvironmentSpec.Reach;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one environment of a section. Checks come in the reference's order, so that of several mistakes the same is told. */
final class EnvironmentReader {
    private static final int LONGEST_ID = 64;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");
    private static final List<String> FIELDS = List.of(
            "id",
            "url",
            "program",
            "args",
            "env",
            "cwd",
            "connectTimeoutSec",
            "initializeTimeoutSec",
            "tokenFile",
            "execEnabled",
            "filesystemEnabled");

    private final SectionReader section;
    private final String id;

    private EnvironmentReader(SectionReader section, String id) {
        this.section = section;
        this.id = id;
    }

    static EnvironmentSpec read(Object item) {
        SectionReader section = SectionReader.of("an environment", item, FIELDS);
        String id = section.text("id");
        if (id == null) {
            throw section.unreadable("missing field `id`");
        }
        checkId(id);
        return new EnvironmentReader(section, id).environment();
    }

    private static void checkId(String id) {
        String stripped = id.strip();
        if (stripped.isEmpty()) {
            throw new EnvironmentConfigException("environment id cannot be empty");
        }
        String told = "environment id `" + id + "` ";
        if (!stripped.equals(id)) {
            throw new EnvironmentConfigException(told + "must not contain surrounding whitespace");
        }
        if (id.equals(EnvironmentsConfig.LOCAL) || EnvironmentsConfig.isDisabled(id)) {
            throw new EnvironmentConfigException(told + "is reserved");
        }
        if (id.getBytes(StandardCharsets.UTF_8).length > LONGEST_ID) {
            throw new EnvironmentConfigException(told + "cannot be longer than " + LONGEST_ID + " characters");
        }
        if (!ID.matcher(id).matches()) {
            throw new EnvironmentConfigException(told + "must contain only ASCII letters, numbers, '-' or '_'");
        }
    }

    private EnvironmentSpec environment() {
        boolean hasUrl = section.has("url");
        boolean hasProgram = section.has("program");
        if (!hasProgram && (section.has("args") || section.has("env") || section.has("cwd"))) {
            throw wrong("args, env, and cwd require program");
        }
        if (!hasUrl && section.has("connectTimeoutSec")) {
            throw wrong("connect_timeout_sec requires url");
        }
        if (hasUrl == hasProgram) {
            throw wrong("must set exactly one of url or program");
        }
        if (!hasUrl && section.has("tokenFile")) {
            throw wrong("token_file requires url");
        }
        return new EnvironmentSpec(
                id,
                hasUrl ? byUrl() : byProgram(),
                section.seconds("initializeTimeoutSec", EnvironmentSpec.INITIALIZE_TIMEOUT),
                section.has("tokenFile") ? new EnvironmentToken.InFile(path("tokenFile")) : new EnvironmentToken.None(),
                new EnvironmentCapabilities(
                        section.flag("execEnabled", true), section.flag("filesystemEnabled", true)));
    }

    private Reach byUrl() {
        Duration connectTimeout = section.seconds("connectTimeoutSec", EnvironmentSpec.CONNECT_TIMEOUT);
        String url = section.text("url").strip();
        if (url.isEmpty()) {
            throw new EnvironmentConfigException("environment url cannot be empty");
        }
        if (!url.startsWith("ws://") && !url.startsWith("wss://")) {
            throw new EnvironmentConfigException("environment url `" + url + "` must use ws:// or wss://");
        }
        try {
            if (new URI(url).getHost() == null) {
                throw new EnvironmentConfigException("environment url `" + url + "` is invalid: it names no host");
            }
        } catch (URISyntaxException e) {
            throw new EnvironmentConfigException("environment url `" + url + "` is invalid: " + e.getReason());
        }
        return new ByUrl(url, connectTimeout);
    }

    private Reach byProgram() {
        String program = section.text("program").strip();
        if (program.isEmpty()) {
            throw wrong("program cannot be empty");
        }
        Path cwd = section.has("cwd") ? path("cwd") : null;
        if (cwd != null && !cwd.isAbsolute()) {
            throw wrong("cwd must be absolute");
        }
        Map<String, String> env = section.texts("env");
        return new ByProgram(program, section.textList("args"), env, cwd);
    }

    private Path path(String field) {
        try {
            return Path.of(section.text(field));
        } catch (InvalidPathException e) {
            throw section.unreadable("`" + field + "` must be a path");
        }
    }

    private EnvironmentConfigException wrong(String complaint) {
        return new EnvironmentConfigException("environment `" + id + "` " + complaint);
    }
}
