package dev.execbus.bus;

/** What a worker tells the client of a session without being asked. */
public sealed interface ClientEvent permits ProcessEvent, FileEvent, HttpEvent, CommandEvent {}
