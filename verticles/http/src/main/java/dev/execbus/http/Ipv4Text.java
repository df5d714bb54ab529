package dev.execbus.http;

/** IPv4 addresses in all the spellings a URL may have: fewer than four parts, hexadecimal, octal. */
final class Ipv4Text {
    private static final String INVALID = "invalid IPv4 address";

    private Ipv4Text() {}

    /** Whether a host must be read as an address. */
    static boolean endsInNumber(String host) {
        String[] parts = parts(host);
        String last = parts[parts.length - 1];
        return !last.isEmpty() && (last.chars().allMatch(each -> each >= '0' && each <= '9') || hexadecimal(last));
    }

    /** Four decimal parts. Throws {@link IllegalArgumentException} with the peer's words. */
    static String normalized(String host) {
        String[] parts = parts(host);
        if (parts.length > 4) {
            throw new IllegalArgumentException(INVALID);
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            long number = number(parts[i]);
            boolean last = i == parts.length - 1;
            if (number >= (last ? 1L << (8 * (5 - parts.length)) : 256)) {
                throw new IllegalArgumentException(INVALID);
            }
            address += last ? number : number << (8 * (3 - i));
        }
        return (address >> 24) + "." + (address >> 16 & 0xff) + "." + (address >> 8 & 0xff) + "." + (address & 0xff);
    }

    private static String[] parts(String host) {
        String text = host.length() > 1 && host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return text.split("\\.", -1);
    }

    private static boolean hexadecimal(String part) {
        return part.startsWith("0x")
                && part.substring(2).chars().allMatch(each -> Character.digit((char) each, 16) >= 0);
    }

    private static long number(String part) {
        int radix = part.startsWith("0x") ? 16 : part.length() > 1 && part.startsWith("0") ? 8 : 10;
        String digits = radix == 16 ? part.substring(2) : part;
        if (part.isEmpty() || digits.startsWith("-") || digits.startsWith("+")) {
            throw new IllegalArgumentException(INVALID);
        }
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, radix);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(INVALID, e);
        }
    }
}
