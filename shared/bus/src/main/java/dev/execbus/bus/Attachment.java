package dev.execbus.bus;

/**
 * A connection that speaks for a session. Every command carries one; a worker refuses those whose epoch is not
 * the one it was told last.
 */
public record Attachment(SessionId session, long epoch, NodeName gateway, ConnectionId connection) {}
