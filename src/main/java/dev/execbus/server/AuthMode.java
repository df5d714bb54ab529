package dev.execbus.server;

/** How clients prove who they are. */
enum AuthMode {
    NONE,
    CAPABILITY_TOKEN,
    SIGNED_BEARER_TOKEN
}
