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
    const sequence = merge(kept, fresh, compare)
    let length = 0
    for (const ordinal of sequence) length = Math.max(length, ordinal + 1)
    const rank = new Uint32Array(length)
    for (let i = 0; i < sequence.length; i++) rank[sequence[i] as number] = i
    this.#ranks = { sequence, rank }
    this.#stale = new Set()
    return this.#ranks
  }
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
