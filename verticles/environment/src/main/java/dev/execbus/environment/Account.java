package dev.execbus.environment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A line of the account database: {@code name:password:uid:gid:comment:home:shell}. */
record Account(String name, long uid, String home, String shell) {
    private static final int FIELDS = 7;

    /** The account with this uid; without a uid, the one with this name. Lines that are no accounts are passed over. */
    static Optional<Account> find(List<String> lines, OptionalLong uid, String name) {
        return lines.stream()
                .flatMap(line -> parsed(line).stream())
                .filter(account -> uid.isPresent()
                        ? account.uid() == uid.getAsLong()
                        : account.name().equals(name))
                .findFirst();
    }

    private static Optional<Account> parsed(String line) {
        String[] fields = line.split(":", -1);
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Account(fields[0], Long.parseLong(fields[2]), fields[5], fields[6]));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
