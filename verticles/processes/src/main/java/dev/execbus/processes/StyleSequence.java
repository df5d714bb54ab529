package dev.execbus.processes;

/** What a sequence that sets colours and attributes (SGR) makes of a style. */
final class StyleSequence {
    private StyleSequence() {}

    static long apply(CsiParameters parameters, long before) {
        long style = before;
        int at = 0;
        while (at < parameters.count()) {
            int code = parameters.get(at);
            if (code == 38 || code == 48 || code == 58) {
                int length = colourLength(parameters, at);
                style = coloured(parameters, at, length, style);
                at += length;
            } else {
                style = code == 4 && parameters.joined(at + 1)
                        ? CellStyle.withUnderline(style, Math.min(5, parameters.get(at + 1)))
                        : single(code, style);
                at++;
                while (parameters.joined(at)) {
                    at++;
                }
            }
        }
        return style;
    }

    private static long single(int code, long style) {
        return switch (code) {
            case 0 -> CellStyle.PLAIN;
            case 1 -> style | CellStyle.BOLD;
            case 2 -> style | CellStyle.FAINT;
            case 3 -> style | CellStyle.ITALIC;
            case 4 -> CellStyle.withUnderline(style, 1);
            case 5, 6 -> style | CellStyle.BLINK;
            case 7 -> style | CellStyle.INVERSE;
            case 8 -> style | CellStyle.INVISIBLE;
            case 9 -> style | CellStyle.STRIKE;
            case 21 -> CellStyle.withUnderline(style, 2);
            case 22 -> style & ~(CellStyle.BOLD | CellStyle.FAINT);
            case 23 -> style & ~CellStyle.ITALIC;
            case 24 -> CellStyle.withUnderline(style, 0);
            case 25 -> style & ~CellStyle.BLINK;
            case 27 -> style & ~CellStyle.INVERSE;
            case 28 -> style & ~CellStyle.INVISIBLE;
            case 29 -> style & ~CellStyle.STRIKE;
            case 39 -> CellStyle.withForeground(style, CellStyle.DEFAULT_COLOUR);
            case 49 -> CellStyle.withBackground(style, CellStyle.DEFAULT_COLOUR);
            case 53 -> style | CellStyle.OVERLINE;
            case 55 -> style & ~CellStyle.OVERLINE;
            default -> basicColour(code, style);
        };
    }

    private static long basicColour(int code, long style) {
        if (code >= 30 && code <= 37) {
            return CellStyle.withForeground(style, CellStyle.indexed(code - 30));
        }
        if (code >= 40 && code <= 47) {
            return CellStyle.withBackground(style, CellStyle.indexed(code - 40));
        }
        if (code >= 90 && code <= 97) {
            return CellStyle.withForeground(style, CellStyle.indexed(code - 82));
        }
        if (code >= 100 && code <= 107) {
            return CellStyle.withBackground(style, CellStyle.indexed(code - 92));
        }
        return style;
    }

    /** How many parameters the colour at this place takes: {@code 38;5;n}, {@code 38:5:n}, {@code 38;2;r;g;b}. */
    private static int colourLength(CsiParameters parameters, int at) {
        if (parameters.joined(at + 1)) {
            int length = 1;
            while (parameters.joined(at + length)) {
                length++;
            }
            return length;
        }
        return switch (parameters.get(at + 1)) {
            case 5 -> 3;
            case 2 -> 5;
            default -> 2;
        };
    }

    private static long coloured(CsiParameters parameters, int at, int length, long style) {
        // With colons a colour space may stand before red.
        int red = at + (parameters.joined(at + 1) && length > 5 ? 3 : 2);
        int colour;
        if (parameters.get(at + 1) == 5) {
            colour = CellStyle.indexed(parameters.get(at + 2));
        } else if (parameters.get(at + 1) == 2) {
            colour = CellStyle.direct(parameters.get(red), parameters.get(red + 1), parameters.get(red + 2));
        } else {
            return style;
        }
        return switch (parameters.get(at)) {
            case 38 -> CellStyle.withForeground(style, colour);
            case 48 -> CellStyle.withBackground(style, colour);
            // The colour of underlining is not kept.
            default -> style;
        };
    }
}
