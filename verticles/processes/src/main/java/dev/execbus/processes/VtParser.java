package dev.execbus.processes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes a terminal's output apart, wherever the pieces are cut: the state machine of the VT500 as Paul Williams has
 * drawn it, with UTF-8 in front. Keeps a few KiB at most. Throws on nothing.
 */
final class VtParser {
    private static final int LONGEST_COMMAND = 4 << 10;
    private static final int BEL = 0x07;
    private static final int CAN = 0x18;
    private static final int SUB = 0x1a;
    private static final int ESC = 0x1b;
    private static final int DEL = 0x7f;

    private enum State {
        GROUND,
        ESCAPE,
        SEQUENCE,
        IGNORED_SEQUENCE,
        COMMAND,
        IGNORED_STRING
    }

    private final VtActions actions;
    private final CsiParameters parameters = new CsiParameters();
    private final Utf8Character character = new Utf8Character();
    private final ByteArrayOutputStream command = new ByteArrayOutputStream();
    private State state = State.GROUND;
    private int intermediate;

    VtParser(VtActions actions) {
        this.actions = actions;
    }

    void feed(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (state == State.GROUND && !character.begun()) {
                int end = at;
                while (end < bytes.length && bytes[end] >= 0x20 && bytes[end] != DEL) {
                    end++;
                }
                if (end > at) {
                    actions.print(bytes, at, end);
                    at = end;
                    continue;
                }
            }
            next(bytes[at++] & 0xff);
        }
    }

    private void next(int octet) {
        if (character.begun()) {
            if ((octet & 0xc0) == 0x80) {
                int complete = character.next(octet);
                if (complete >= 0) {
                    print(complete);
                }
                return;
            }
            character.forget();
            actions.print(Utf8Character.REPLACEMENT);
        }
        if (octet == ESC) {
            finishCommand();
            begin(State.ESCAPE);
        } else if (octet == CAN || octet == SUB) {
            state = State.GROUND;
        } else {
            switch (state) {
                case GROUND -> ground(octet);
                case ESCAPE -> escape(octet);
                case SEQUENCE -> sequence(octet);
                case IGNORED_SEQUENCE -> ignoredSequence(octet);
                case COMMAND -> command(octet);
                case IGNORED_STRING -> {}
            }
        }
    }

    private void begin(State begun) {
        state = begun;
        intermediate = 0;
        parameters.clear();
        command.reset();
    }

    private void ground(int octet) {
        if (octet < 0x20) {
            actions.control(octet);
        } else if (octet < DEL) {
            actions.print(new byte[] {(byte) octet}, 0, 1);
        } else if (octet > DEL && !character.begin(octet)) {
            actions.print(Utf8Character.REPLACEMENT);
        }
    }

    private void print(int codePoint) {
        if (codePoint >= 0x80 && codePoint < 0xa0) {
            // A C1 control is an escape sequence of two characters in one.
            begin(State.ESCAPE);
            escape(codePoint - 0x40);
        } else {
            actions.print(codePoint);
        }
    }

    private void escape(int octet) {
        if (octet < 0x20) {
            actions.control(octet);
        } else if (octet < 0x30) {
            intermediate = octet;
        } else if (octet >= 0x80) {
            state = State.GROUND;
            ground(octet);
        } else if (octet != DEL) {
            finishEscape(octet);
        }
    }

    private void finishEscape(int octet) {
        state = State.GROUND;
        if (intermediate != 0) {
            actions.escape(intermediate, octet);
            return;
        }
        switch (octet) {
            case '[' -> begin(State.SEQUENCE);
            case ']' -> begin(State.COMMAND);
            case 'P', 'X', '^', '_' -> begin(State.IGNORED_STRING);
            default -> actions.escape(0, octet);
        }
    }

    private void sequence(int octet) {
        if (octet < 0x20) {
            actions.control(octet);
        } else if (octet < 0x30) {
            parameters.intermediate(octet);
        } else if (octet >= 0x80) {
            state = State.GROUND;
            ground(octet);
        } else if (octet >= 0x40) {
            if (octet != DEL) {
                state = State.GROUND;
                actions.controlSequence(parameters, octet);
            }
        } else if (parameters.intermediate() != 0) {
            state = State.IGNORED_SEQUENCE;
        } else if (octet <= '9') {
            parameters.digit(octet - '0');
        } else if (octet <= ';') {
            parameters.next(octet == ':');
        } else {
            parameters.prefix(octet);
        }
    }

    private void ignoredSequence(int octet) {
        if (octet < 0x20) {
            actions.control(octet);
        } else if (octet >= 0x40 && octet != DEL) {
            state = State.GROUND;
        }
    }

    private void command(int octet) {
        if (octet == BEL) {
            finishCommand();
            state = State.GROUND;
        } else if (octet >= 0x20 && command.size() < LONGEST_COMMAND) {
            command.write(octet);
        }
    }

    private void finishCommand() {
        if (state == State.COMMAND) {
            actions.command(command.toString(StandardCharsets.UTF_8));
            command.reset();
        }
    }
}
