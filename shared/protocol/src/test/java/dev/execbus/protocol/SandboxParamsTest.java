package dev.execbus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.execbus.protocol.SandboxEntry.Access;
import dev.execbus.protocol.SandboxEntry.Place;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxParamsTest {
    private static final String ROOT_READ = entry("{'type':'special','value':{'kind':'root'}}", "read");
    private static final String ROOT_WRITE = entry("{'type':'special','value':{'kind':'root'}}", "write");
    private static final String WORKSPACE_WRITE = entry("{'type':'special','value':{'kind':'project_roots'}}", "write");

    @Test
    void isNoneWithoutOne() {
        assertThat(SandboxParams.decode(null)).isEqualTo(SandboxParams.NONE);
        assertThat(SandboxParams.decode(json("null"))).isEqualTo(SandboxParams.NONE);
        assertThat(SandboxParams.NONE.needsEnforcementToRun()).isFalse();
    }

    @Test
    void disabledNeedsNothing() {
        assertThat(decode("{'permissions':{'type':'disabled'},'windowsSandboxLevel':'disabled'}"))
                .satisfies(opens(true, true, true));
    }

    @Test
    void externalKeepsTheNetworkOfProcessesOnly() {
        SandboxParams restricted =
                decode("{'permissions':{'type':'external','network':'restricted'},'windowsSandboxLevel':'disabled'}");
        SandboxParams enabled =
                decode("{'permissions':{'type':'external','network':'enabled'},'windowsSandboxLevel':'disabled'}");

        assertThat(restricted.needsEnforcementToRead()).isFalse();
        assertThat(restricted.needsEnforcementToWrite()).isFalse();
        assertThat(restricted.needsEnforcementToRun()).isTrue();
        assertThat(enabled.needsEnforcementToRun()).isFalse();
    }

    @Test
    void managedAndUnrestrictedKeepsTheNetworkOnly() {
        String context = "{'permissions':{'type':'managed','file_system':{'type':'unrestricted'},'network':'NET'},"
                + "'windowsSandboxLevel':'disabled'}";

        assertThat(decode(context.replace("NET", "restricted"))).satisfies(opens(true, true, false));
        assertThat(decode(context.replace("NET", "enabled"))).satisfies(opens(true, true, true));
    }

    @Test
    void readsRunDirectlyUnderAReadableRoot() {
        assertThat(restricted(ROOT_READ)).satisfies(opens(true, false, false));
        assertThat(restricted(ROOT_READ, WORKSPACE_WRITE)).satisfies(opens(true, false, false));
        assertThat(restricted(path("file:///", "read"))).satisfies(opens(true, false, false));
    }

    @Test
    void writesRunDirectlyUnderAWritableRootThatNothingNarrows() {
        assertThat(restricted(ROOT_WRITE)).satisfies(opens(true, true, false));
        assertThat(restricted(ROOT_READ, ROOT_WRITE)).satisfies(opens(true, true, false));
        assertThat(restricted(ROOT_WRITE, WORKSPACE_WRITE)).satisfies(opens(true, true, false));
    }

    @Test
    void aReadEntryNarrowsWriting() {
        assertThat(restricted(ROOT_WRITE, path("file:///x", "read"))).satisfies(opens(true, false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deny", "none"})
    void aDeniedPathNarrowsBoth(String access) {
        assertThat(restricted(ROOT_WRITE, path("file:///x", access))).satisfies(opens(false, false, false));
        assertThat(restricted(ROOT_READ, entry("{'type':'glob_pattern','pattern':'/**/*.key'}", access)))
                .satisfies(opens(false, false, false));
    }

    @Test
    void entriesThatNameNothingDoNothing() {
        String unknown = entry("{'type':'special','value':{'kind':'unknown','path':'x'}}", "deny");
        String noRoots = entry("{'type':'special','value':{'kind':'project_roots','subpath':'.git'}}", "read");
        String readGlob = entry("{'type':'glob_pattern','pattern':'*'}", "read");

        assertThat(context("'cwd':'file:///ws'", ROOT_WRITE, unknown, noRoots, readGlob))
                .satisfies(opens(true, true, false));
        assertThat(context("'cwd':'file:///ws','workspaceRoots':['file:///ws']", ROOT_WRITE, noRoots))
                .satisfies(opens(true, false, false));
    }

    @Test
    void aWorkspaceAloneNeedsEnforcementForAll() {
        assertThat(restricted(WORKSPACE_WRITE, entry("{'type':'special','value':{'kind':'minimal'}}", "read")))
                .satisfies(opens(false, false, false));
        assertThat(restricted()).satisfies(opens(false, false, false));
    }

    @Test
    void readsWhatTheRealClientSends() {
        SandboxParams params = decode("{'permissions':{'type':'managed','file_system':{'type':'restricted','entries':["
                + ROOT_READ + "," + WORKSPACE_WRITE
                + ",{'path':{'type':'special','value':{'kind':'project_roots','subpath':'.git'}},'access':'read',"
                + "'missing_path_behavior':'skip'}]},'network':'restricted'},'cwd':'file:///p',"
                + "'policyContext':{'cwd':'file:///p','workspaceRoots':['file:///p']},'workspaceRoots':['file:///p'],"
                + "'userHomeDir':'file:///home/dev','windowsSandboxLevel':'disabled',"
                + "'windowsSandboxProxySettingsMode':'reconcile','useLegacyLandlock':false}");

        assertThat(params).satisfies(opens(true, false, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'danger-full-access'} | true | true | true",
                "{'type':'external-sandbox'} | true | true | false",
                "{'type':'external-sandbox','network_access':'enabled'} | true | true | true",
                "{'type':'read-only'} | true | false | false",
                "{'type':'read-only','access':{'type':'full-access'}} | true | false | false",
                "{'type':'read-only','access':{'type':'restricted'}} | false | false | false",
                "{'type':'workspace-write','network_access':true} | true | false | true",
                "{'type':'workspace-write','read_only_access':{'type':'restricted'}} | false | false | false",
            })
    void readsThePoliciesOfTheFirstReleases(String policy, boolean read, boolean write, boolean network) {
        assertThat(decode("{'sandboxPolicy':" + policy + "}")).satisfies(opens(read, write, network));
        assertThat(decode("{'sandboxPolicy':" + policy + ",'windowsSandboxLevel':'disabled',"
                        + "'useLegacyLandlock':false,'additionalPermissions':null}"))
                .satisfies(opens(read, write, network));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | missing field `permissions`",
                "{'permissions':null} | invalid type: null, expected struct PermissionProfile",
                "{'permissions':{}} | missing field `type`",
                "{'permissions':{'type':'disabled'}} | missing field `windowsSandboxLevel`",
                "{'permissions':{'type':'x'},'windowsSandboxLevel':'disabled'} "
                        + "| unknown variant `x`, expected one of `managed`, `disabled`, `external`",
                "{'permissions':{'type':'managed'},'windowsSandboxLevel':'disabled'} | missing field `file_system`",
                "{'permissions':{'type':'external'},'windowsSandboxLevel':'disabled'} | missing field `network`",
                "{'permissions':{'type':'managed','file_system':{'type':'restricted'},'network':'restricted'}} "
                        + "| missing field `entries`",
                "{'permissions':{'type':'managed','file_system':{'type':'unrestricted'}}} | missing field `network`",
                "{'permissions':{'type':'disabled'},'windowsSandboxLevel':'x'} | unknown variant `x`, "
                        + "expected one of `disabled`, `restricted-token`, `elevated`, `mxc`",
                "{'permissions':{'type':'disabled'},'windowsSandboxLevel':'disabled','cwd':'/x'} "
                        + "| invalid URI: relative URL without a base",
                "{'sandboxPolicy':{'type':'x'}} | unknown variant `x`, expected one of `danger-full-access`, "
                        + "`read-only`, `external-sandbox`, `workspace-write`",
                "5 | invalid type: number, expected struct FileSystemSandboxContext",
            })
    void refusesAMalformedContext(String context, String message) {
        assertRefused(context, ErrorCode.INVALID_PARAMS, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'path':{'type':'path','path':'file:///x'}} | missing field `access`",
                "{'access':'read'} | missing field `path`",
                "{'path':{'type':'path','path':'file:///x'},'access':'x'} "
                        + "| unknown variant `x`, expected one of `read`, `write`, `deny`, `none`",
                "{'path':{'type':'path','path':'/tmp'},'access':'read'} | invalid URI: relative URL without a base",
                "{'path':{'type':'special','value':{'kind':'project_roots'}},'access':'write'} "
                        + "| file system sandbox context with dynamic permissions requires cwd",
                "{'path':{'type':'special','value':{'kind':'current_working_directory'}},'access':'write'} "
                        + "| file system sandbox context with dynamic permissions requires cwd",
                "{'path':{'type':'glob_pattern','pattern':'*.key'},'access':'deny'} "
                        + "| file system sandbox context with dynamic permissions requires cwd",
                "{'path':{'type':'path','path':'file:///x'},'access':'read','missing_path_behavior':'x'} "
                        + "| unknown variant `x`, expected `skip`",
            })
    void refusesAMalformedEntry(String entry, String message) {
        assertRefused(contextText("'workspaceRoots':['file:///ws']", entry), ErrorCode.INVALID_PARAMS, message);
    }

    @Test
    void tellsUrisThatMeanNothingHereFromMalformedOnes() {
        assertRefused(
                contextText("'cwd':'file:///C:/x'", ROOT_READ),
                ErrorCode.INVALID_REQUEST,
                "'file:///C:/x' is invalid on 'linux'");
        assertRefused(
                contextText("'cwd':'file:///x'", path("file:///C:/x", "read")),
                ErrorCode.INVALID_REQUEST,
                "invalid sandbox permission path URI: 'file:///C:/x' is invalid on 'linux'");
    }

    @Test
    void takesPlainPathsWhereTheDialectHasThem() {
        assertThat(SandboxParams.decode(
                        json(contextText("'cwd':'/ws'", ROOT_READ, path("/ws", "write"))), Dialect.LENIENT))
                .satisfies(opens(true, false, false));
    }

    @Test
    void keepsEveryPlaceAPolicyNames() {
        String entries = String.join(
                ",",
                ROOT_READ,
                entry("{'type':'special','value':{'kind':'project_roots','subpath':'.git'}}", "read"),
                entry("{'type':'special','value':{'kind':'tmpdir'}}", "write"),
                entry("{'type':'special','value':{'kind':'slash_tmp'}}", "write"),
                entry("{'type':'special','value':{'kind':'minimal'}}", "read"),
                entry("{'type':'special','value':{'kind':'unknown','path':'x'}}", "read"),
                "{'path':{'type':'path','path':'file:///a%20b'},'access':'none','missing_path_behavior':'skip'}",
                entry("{'type':'glob_pattern','pattern':'**/*.key'}", "deny"));
        assertThat(decode("{'permissions':{'type':'managed','file_system':{'type':'restricted','entries':[" + entries
                        + "],'glob_scan_max_depth':3},'network':'enabled'},'windowsSandboxLevel':'disabled',"
                        + "'cwd':'file:///ws/sub','workspaceRoots':['file:///ws','file:///other']}"))
                .isEqualTo(new SandboxParams(
                        true,
                        new SandboxParams.Files.Restricted(
                                List.of(
                                        of(new Place.AbsolutePath("/"), Access.READ),
                                        of(new Place.Workspace(".git"), Access.READ),
                                        of(new Place.TemporaryDirectory(), Access.WRITE),
                                        of(new Place.SlashTmp(), Access.WRITE),
                                        of(new Place.Minimal(), Access.READ),
                                        of(new Place.Unknown(), Access.READ),
                                        new SandboxEntry(new Place.AbsolutePath("/a b"), Access.DENY, true),
                                        of(new Place.Glob("**/*.key"), Access.DENY)),
                                3),
                        true,
                        "/ws/sub",
                        List.of("/ws", "/other")));
    }

    @Test
    void theFirstReleasesMeantTodaysEntries() {
        assertThat(decode("{'sandboxPolicy':{'type':'workspace-write','writable_roots':['file:///w'],"
                        + "'network_access':false,'exclude_tmpdir_env_var':true,'exclude_slash_tmp':false},"
                        + "'sandboxPolicyCwd':'file:///ws'}"))
                .isEqualTo(new SandboxParams(
                        true,
                        new SandboxParams.Files.Restricted(
                                List.of(
                                        of(new Place.AbsolutePath("/"), Access.READ),
                                        of(new Place.Workspace(""), Access.WRITE),
                                        of(new Place.AbsolutePath("/w"), Access.WRITE),
                                        of(new Place.SlashTmp(), Access.WRITE)),
                                0),
                        false,
                        "/ws",
                        List.of("/ws")));
        assertThat(decode("{'sandboxPolicy':{'type':'read-only','access':{'type':'restricted',"
                                + "'include_platform_defaults':true,'readable_roots':['file:///r']}}}")
                        .files())
                .isEqualTo(new SandboxParams.Files.Restricted(
                        List.of(of(new Place.Minimal(), Access.READ), of(new Place.AbsolutePath("/r"), Access.READ)),
                        0));
    }

    @Test
    void aSecondPolicyBesideAnEarlyOneIsRefused() {
        assertRefused(
                "{'sandboxPolicy':{'type':'read-only'},'fileSystemSandboxPolicy':{'kind':'restricted'}}",
                ErrorCode.UNSUPPORTED,
                "fileSystemSandboxPolicy beside sandboxPolicy is not understood here");
    }

    @Test
    void clientsThatKnewNoRootsMeantTheirWorkingDirectory() {
        String text = contextText("'cwd':'file:///ws'", ROOT_READ, WORKSPACE_WRITE);
        assertThat(SandboxParams.decode(json(text), Dialect.LENIENT).workspaceRoots())
                .containsExactly("/ws");
        assertThat(SandboxParams.decode(json(text), Dialect.STRICT).workspaceRoots())
                .isEmpty();
        String none = contextText("'cwd':'file:///ws','workspaceRoots':[]", ROOT_READ, WORKSPACE_WRITE);
        assertThat(SandboxParams.decode(json(none), Dialect.LENIENT).workspaceRoots())
                .isEmpty();
    }

    private static SandboxEntry of(Place place, Access access) {
        return new SandboxEntry(place, access, false);
    }

    private static Consumer<SandboxParams> opens(boolean read, boolean write, boolean network) {
        return params -> assertThat(
                        List.of(params.given(), params.fullDiskRead(), params.fullDiskWrite(), params.network()))
                .containsExactly(true, read, write, network);
    }

    private static String entry(String path, String access) {
        return "{'path':" + path + ",'access':'" + access + "'}";
    }

    private static String path(String uri, String access) {
        return entry("{'type':'path','path':'" + uri + "'}", access);
    }

    private static SandboxParams restricted(String... entries) {
        return context("'cwd':'file:///ws','workspaceRoots':['file:///ws']", entries);
    }

    private static SandboxParams context(String members, String... entries) {
        return decode(contextText(members, entries));
    }

    private static String contextText(String members, String... entries) {
        return "{'permissions':{'type':'managed','file_system':{'type':'restricted','entries':["
                + String.join(",", entries) + "]},'network':'restricted'},'windowsSandboxLevel':'disabled'," + members
                + "}";
    }

    private static SandboxParams decode(String text) {
        return SandboxParams.decode(json(text));
    }

    private static void assertRefused(String text, ErrorCode code, String message) {
        assertThatExceptionOfType(ExecbusException.class)
                .isThrownBy(() -> decode(text))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .withMessage(message);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
