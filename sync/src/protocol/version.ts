/**
 * The protocol's version. A console built for another one is told to reload, never half understood.
 * Raise it with every change of a message's schema; a test hashes the schemas and fails otherwise.
 */
export const PROTOCOL_VERSION = 2

/** Largest frame in bytes that a node takes from a console. */
export const MAX_FRAME_BYTES = 512 * 1024

/** Deepest nesting of arrays and objects in a frame. */
export const MAX_FRAME_DEPTH = 32
