package dev.execbus.sandbox;

/** Which file a name meant when it was looked at: a name can be given to another file, these numbers cannot. */
public record FileIdentity(long device, long inode) {}
