import { HINT_BYTES } from './ports.ts'

/** Room for everything of a hint that is not its list. */
const FRAME_BYTES = 400

/** How many of the first items fit into one hint; at least one. */
export function howManyFit(items: Iterable<unknown>): number {
  let bytes = FRAME_BYTES
  let count = 0
  for (const item of items) {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1
    if (count > 0 && bytes > HINT_BYTES) break
    count += 1
  }
  return count
}
