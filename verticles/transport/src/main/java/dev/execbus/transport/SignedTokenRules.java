package dev.execbus.transport;

/**
 * What a signed token must say beside a time that has not passed.
 *
 * @param issuer null for any
 * @param audience null for any
 * @param maxClockSkewSeconds how far the clocks of the two sides may be apart
 */
public record SignedTokenRules(String issuer, String audience, long maxClockSkewSeconds) {
    public SignedTokenRules {
        if (maxClockSkewSeconds < 0) {
            throw new IllegalArgumentException("clocks cannot be less than 0 seconds apart: " + maxClockSkewSeconds);
        }
    }
}
