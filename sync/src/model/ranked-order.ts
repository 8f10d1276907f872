/**
 * One order of a table's rows, kept between commits: sorted once, then only the rows that changed are
 * taken out and merged in again. A page of any subset is then a sort of small integers.
 */

/** An order of rows by a key; rows with equal keys stand by name, then by id. */
export interface Order<T> {
  key(row: T): string | number
}

/** `sequence[rank]` is the ordinal of a row, `rank[ordinal]` its place. */
export interface Ranks {
  sequence: Uint32Array
  rank: Uint32Array
}

export class RankedOrder {
  #ranks: Ranks
  #stale: Set<number>

  constructor(
    ranks: Ranks = { sequence: new Uint32Array(0), rank: new Uint32Array(0) },
    stale?: Iterable<number>,
  ) {
    this.#ranks = ranks
    this.#stale = new Set(stale)
  }

  /** The row with this ordinal came, went or changed. */
  touch(ordinal: number): void {
    this.#stale.add(ordinal)
  }

  fork(): RankedOrder {
    return new RankedOrder(this.#ranks, this.#stale)
  }

  /** Ranks of all rows now. `exists` tells which ordinals are rows; `compare` is a total order of them. */
  ranks(exists: (ordinal: number) => boolean, compare: (a: number, b: number) => number): Ranks {
    if (this.#stale.size === 0) return this.#ranks
    const stale = this.#stale
    const kept = this.#ranks.sequence.filter((ordinal) => !stale.has(ordinal))
    const fresh = Uint32Array.from(stale).filter(exists).sort(compare)
    this.#ranks = ranksOf(merge(kept, fresh, compare))
    this.#stale = new Set()
    return this.#ranks
  }
}

/** Values sorted between two turns of others. */
const SLICE = 4_096

/** An order of rows that was not kept before, sorted in steps of a few milliseconds. `compare` is a total order. */
export function* rankedOrder(
  ordinals: Uint32Array,
  compare: (a: number, b: number) => number,
): Generator<void, RankedOrder> {
  for (let from = 0; from < ordinals.length; from += SLICE) {
    ordinals.subarray(from, from + SLICE).sort(compare)
    yield
  }
  let from = ordinals
  let to: Uint32Array = new Uint32Array(ordinals.length)
  for (let width = SLICE; width < from.length; width *= 2) {
    let done = 0
    for (let start = 0; start < from.length; start += 2 * width) {
      const middle = Math.min(start + width, from.length)
      const end = Math.min(middle + width, from.length)
      let [i, j] = [start, middle]
      for (let k = start; k < end; k++) {
        const takeLeft = j >= end || (i < middle && compare(from[i] as number, from[j] as number) <= 0)
        to[k] = from[takeLeft ? i++ : j++] as number
        if (++done % (8 * SLICE) === 0) yield
      }
    }
    ;[from, to] = [to, from]
  }
  return new RankedOrder(ranksOf(from))
}

function ranksOf(sequence: Uint32Array): Ranks {
  let length = 0
  for (const ordinal of sequence) length = Math.max(length, ordinal + 1)
  const rank = new Uint32Array(length)
  for (let i = 0; i < sequence.length; i++) rank[sequence[i] as number] = i
  return { sequence, rank }
}

function merge(a: Uint32Array, b: Uint32Array, compare: (a: number, b: number) => number): Uint32Array {
  const all = new Uint32Array(a.length + b.length)
  let from = 0
  for (let j = 0; j < b.length; j++) {
    const value = b[j] as number
    const to = firstAfter(a, from, value, compare)
    all.set(a.subarray(from, to), from + j)
    all[to + j] = value
    from = to
  }
  all.set(a.subarray(from), from + b.length)
  return all
}

function firstAfter(
  list: Uint32Array,
  from: number,
  value: number,
  compare: (a: number, b: number) => number,
): number {
  let low = from
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(list[middle] as number, value) < 0) low = middle + 1
    else high = middle
  }
  return low
}
