package dev.execbus.transport;

import java.util.concurrent.Callable;

/**
 * Something a gateway shows beside its probes, to those who may connect to it.
 *
 * @param path begins with a slash
 * @param text may block
 */
public record OperatorPage(String path, String contentType, Callable<String> text) {}
