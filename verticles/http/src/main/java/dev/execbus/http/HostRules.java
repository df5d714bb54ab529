package dev.execbus.http;

import dev.execbus.protocol.ExecbusException;
import java.net.InetAddress;
import java.util.List;

/**
 * Where requests may go. A refusal names the kind of the rule and nothing of what is behind the name that was asked
 * for. An address counts as the one it leads to.
 */
final class HostRules {
    private final List<HostRule> allow;
    private final List<HostRule> deny;

    private HostRules(List<HostRule> allow, List<HostRule> deny) {
        this.allow = allow;
        this.deny = deny;
    }

    /** Throws {@link IllegalArgumentException} with a sentence for the operator. */
    static HostRules parse(List<String> allow, List<String> deny) {
        return new HostRules(
                allow.stream().map(HostRule::parse).toList(),
                deny.stream().map(HostRule::parse).toList());
    }

    /**
     * Throws when the host is refused by its name alone.
     *
     * @param place what the host is of, for the refusal
     * @return whether its addresses must be checked as well
     */
    boolean checkName(RequestUrl url, String place) {
        String name = url.literal() == null ? UrlHost.peer(url.host()) : null;
        boolean addresses = false;
        for (HostRule rule : deny) {
            switch (rule) {
                case HostRule.Name denied -> {
                    if (matches(denied, name)) {
                        throw denied(place, rule);
                    }
                }
                case HostRule.Addresses networks -> addresses = true;
            }
        }
        if (allow.isEmpty() || allowedByName(name)) {
            return addresses;
        }
        if (allow.stream().noneMatch(HostRule.Addresses.class::isInstance)) {
            throw notAllowed(place);
        }
        return true;
    }

    /** Throws when one of the addresses is refused. */
    void checkAddresses(RequestUrl url, List<InetAddress> addresses, String place) {
        boolean allowed = allow.isEmpty() || allowedByName(url.literal() == null ? UrlHost.peer(url.host()) : null);
        for (InetAddress address : addresses) {
            InetAddress reached = EmbeddedAddress.reached(address);
            for (HostRule rule : deny) {
                if (contains(rule, address) || contains(rule, reached)) {
                    throw denied(place, rule);
                }
            }
            if (!allowed && allow.stream().noneMatch(rule -> contains(rule, reached))) {
                throw notAllowed(place);
            }
        }
    }

    private boolean allowedByName(String name) {
        return allow.stream().anyMatch(rule -> rule instanceof HostRule.Name allowed && matches(allowed, name));
    }

    /** @param name null for an address: it matches only the rule for everything */
    private static boolean matches(HostRule.Name rule, String name) {
        return rule.matches(name == null ? "" : name);
    }

    private static boolean contains(HostRule rule, InetAddress address) {
        return rule instanceof HostRule.Addresses networks && networks.contains(address);
    }

    private static ExecbusException denied(String place, HostRule rule) {
        return ExecbusException.invalidRequest(
                "http/request is refused: " + place + " is denied by " + rule.kind() + " of this server");
    }

    private static ExecbusException notAllowed(String place) {
        return ExecbusException.invalidRequest(
                "http/request is refused: " + place + " is not on this server's list of allowed hosts");
    }
}
