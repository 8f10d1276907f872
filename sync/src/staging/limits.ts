/** Bounds of a change set's document. What needs more is staged as a batch, whose rows live in Postgres. */
export const STAGING_LIMITS = {
  /** One update on the wire: what an admin staged in a long time offline still fits. */
  updateBytes: 640 * 1024,
  /** Structs that one update may add. */
  structs: 5_000,
  /** Edits, deleted ones included, that one update may carry. */
  clocks: 100_000,
  /** The longest fact key is shorter. */
  keyLength: 100,
  entries: 2_000,
  exclusions: 2_000,
  comments: 500,
  /** Text of all entries, exclusions and comments that stand. */
  liveBytes: 1024 * 1024,
  /** The encoded document with the traces that deleted entries leave (about 110 bytes each). */
  documentBytes: 4 * 1024 * 1024,
  /** How far a console's clock may run ahead. Stamps of the past are fine: people work offline. */
  skewMs: 5 * 60_000,
} as const
