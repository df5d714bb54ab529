package dev.execbus.http;

/**
 * A proxy of the operator.
 *
 * @param socks whether it speaks SOCKS 5 and not HTTP
 * @param user null for a proxy without credentials
 */
record Proxy(boolean socks, String host, int port, String user, String password) {
    /** Without credentials. */
    @Override
    public String toString() {
        return "Proxy[" + host + ":" + port + "]";
    }
}
