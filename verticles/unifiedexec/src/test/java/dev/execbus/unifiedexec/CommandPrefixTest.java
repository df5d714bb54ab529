package dev.execbus.unifiedexec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandPrefixTest {
    private static final CommandPrefix PULL = new CommandPrefix(List.of("git", "pull"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git pull",
                "git pull origin main",
                "  git   pull  ",
                "git pull --depth=1 https://host:80/a_b.git@v1,2+3%20"
            })
    void coversWhatBeginsWithIt(String cmd) {
        assertThat(PULL.covers(cmd)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "git", "git pulls", "git pul", "git push pull", "gitpull", "sudo git pull", "GIT pull"})
    void doesNotCoverWhatBeginsOtherwise(String cmd) {
        assertThat(PULL.covers(cmd)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git pull; rm x",
                "git pull && rm x",
                "git pull & rm x",
                "git pull | sh",
                "git pull > x",
                "git pull < x",
                "git pull $(x)",
                "git pull `x`",
                "git pull $x",
                "git pull 'x'",
                "git pull \"x\"",
                "git pull \\x",
                "git pull *",
                "git pull x?",
                "git pull [x]",
                "git pull {x,y}",
                "git pull ~",
                "git pull !x",
                "git pull #x",
                "git pull ^x",
                "(git pull)",
                "git pull =x",
                "git pull\nrm x",
                "git pull\rrm x",
                "git\tpull",
                "git pull\u00a0x",
                "git pull \u00e4",
                "git pull \0",
                "PATH=/x git pull"
            })
    void doesNotCoverWhatAShellLooksAt(String cmd) {
        assertThat(PULL.covers(cmd)).isFalse();
    }

    @Test
    void aVariableIsNoFirstWord() {
        assertThat(new CommandPrefix(List.of("A=1")).covers("A=1 rm x")).isFalse();
        assertThat(new CommandPrefix(List.of("make", "A=1")).covers("make A=1 all"))
                .isTrue();
    }

    @Test
    void withoutWordsItCoversNothing() {
        assertThat(new CommandPrefix(List.of()).covers("git pull")).isFalse();
        assertThat(new CommandPrefix(List.of("")).covers("git pull")).isFalse();
        assertThat(new CommandPrefix(List.of("")).covers("")).isFalse();
        assertThat(new CommandPrefix(List.of("git", "")).covers("git pull")).isFalse();
        assertThat(new CommandPrefix(List.of("git", "")).covers("git ")).isFalse();
        assertThat(new CommandPrefix(List.of("git pull")).covers("git pull")).isFalse();
    }
}
