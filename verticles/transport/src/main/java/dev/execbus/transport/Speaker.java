package dev.execbus.transport;

import dev.execbus.bus.Attachment;

/**
 * As what a connection speaks, and to whom.
 *
 * @param services of the worker, for this attachment only
 */
record Speaker(Worker worker, WorkerServices services, Attachment attachment) {}
