import type { Id } from '@muster/sync/protocol/scalars.ts'

/** Value of each hex digit by its character code. */
const DIGITS = new Uint8Array(128)
for (let value = 0; value < 16; value++) DIGITS[value.toString(16).charCodeAt(0)] = value

/** Writes the 16 bytes of an id, as Postgres and its hex have them in turn. */
export function writeUuid(target: Uint8Array, at: number, id: Id): void {
  let byte = at
  for (let i = 0; i < 36; i += 2) {
    // Dashes stand before the bytes 4, 6, 8 and 10.
    if (i === 8 || i === 13 || i === 18 || i === 23) i++
    target[byte++] = ((DIGITS[id.charCodeAt(i)] ?? 0) << 4) | (DIGITS[id.charCodeAt(i + 1)] ?? 0)
  }
}
