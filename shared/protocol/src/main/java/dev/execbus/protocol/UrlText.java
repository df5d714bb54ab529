package dev.execbus.protocol;

/** What is done to the text of every URL before it is read, by the WHATWG rules. */
public final class UrlText {
    private UrlText() {}

    /** Without the blanks around it, and without tabs and line ends anywhere. */
    public static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        return text.substring(start, end).replace("\t", "").replace("\n", "").replace("\r", "");
    }
}
