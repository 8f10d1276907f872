/**
 * Which rows of a batch still wait after a save left its conflicts behind: one bit per row, in base64,
 * 17 KB for 100,000 rows. The others are settled for good; they must not come back to life when somebody
 * changes the same fact later.
 */
import { fromBase64, toBase64 } from 'lib0/buffer'

export function packRows(count: number, waits: (position: number) => boolean): string {
  const bits = new Uint8Array(Math.ceil(count / 8))
  for (let position = 0; position < count; position++)
    if (waits(position)) bits[position >> 3] = (bits[position >> 3] ?? 0) | (1 << (position & 7))
  return toBase64(bits)
}

/** Answers whether the row at a position still waits; without `remaining` all of them do. */
export function waitingRows(remaining: string | undefined): (position: number) => boolean {
  if (remaining === undefined) return () => true
  const bits = fromBase64(remaining)
  return (position) => ((bits[position >> 3] ?? 0) & (1 << (position & 7))) !== 0
}
