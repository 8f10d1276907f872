/**
 * The protocol's version. A console built for another one is told to reload, never half understood.
 * Raise it with every change of a message's schema; a test hashes the schemas and fails otherwise.
 */
export const PROTOCOL_VERSION = 1

/** Largest frame in bytes that a node takes from a console. */
export const MAX_FRAME_BYTES = 256 * 1024
