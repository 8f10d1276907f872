/** A set of small numbers, one bit each, 32 to a word. */
export type Bitmap = Uint32Array

/** An empty set of numbers below `size`. */
export function bitmap(size: number): Bitmap {
  return new Uint32Array(Math.ceil(size / 32))
}

export function setBit(map: Bitmap, bit: number): void {
  map[bit >> 5] = (map[bit >> 5] ?? 0) | (1 << (bit & 31))
}

export function hasBit(map: Bitmap, bit: number): boolean {
  return (((map[bit >> 5] ?? 0) >>> (bit & 31)) & 1) === 1
}

/** How many numbers are in the set. */
export function countBits(map: Bitmap): number {
  let count = 0
  for (let i = 0; i < map.length; i++) count += ones(map[i] as number)
  return count
}

/** Calls back with each number of the set, ascending. */
export function eachBit(map: Bitmap, found: (bit: number) => void): void {
  for (let i = 0; i < map.length; i++) {
    let word = map[i] as number
    while (word !== 0) {
      found(i * 32 + 31 - Math.clz32(word & -word))
      word &= word - 1
    }
  }
}

/** The numbers of `a` that are not in `b`. */
export function without(a: Bitmap, b: Bitmap): Bitmap {
  return a.map((word, i) => word & ~(b[i] ?? 0))
}

export function both(a: Bitmap, b: Bitmap): Bitmap {
  return a.map((word, i) => word & (b[i] ?? 0))
}

/** Adds all of `from` to `to`. */
export function addAll(to: Bitmap, from: Bitmap): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) | (from[i] as number)
}

function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
