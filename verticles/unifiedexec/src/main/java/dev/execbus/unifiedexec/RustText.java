package dev.execbus.unifiedexec;

/** Texts as the reference's language shows them to programmers, which it does in its errors. */
final class RustText {
    private RustText() {}

    /** In quotation marks, and escaped. */
    static String debug(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().forEach(character -> append(shown, character));
        return shown.append('"').toString();
    }

    private static void append(StringBuilder shown, int character) {
        switch (character) {
            case '"' -> shown.append("\\\"");
            case '\\' -> shown.append("\\\\");
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            case '\0' -> shown.append("\\0");
            default -> {
                if (Character.isISOControl(character)) {
                    shown.append("\\u{").append(Integer.toHexString(character)).append('}');
                } else {
                    shown.appendCodePoint(character);
                }
            }
        }
    }
}
