/** Distinct names that are looked up: a file where more are wrong is wrong as a whole. */
const MOST = 100

/** Looks for the name that was probably meant. Each distinct name is looked up once, and only so many. */
export class ClosestName {
  readonly #names: readonly { name: string; lower: string }[]
  readonly #found = new Map<string, string | undefined>()

  constructor(names: Iterable<string>) {
    this.#names = [...names].map((name) => ({ name, lower: name.toLowerCase() }))
  }

  /** Undefined when nothing is near: more than a third of the letters differ. */
  to(wanted: string): string | undefined {
    const lower = wanted.toLowerCase()
    if (this.#found.has(lower)) return this.#found.get(lower)
    if (this.#found.size >= MOST || lower.length > 120) return undefined
    let best: string | undefined
    let least = Math.floor(lower.length / 3) + 1
    for (const candidate of this.#names) {
      if (Math.abs(candidate.lower.length - lower.length) >= least) continue
      const distance = distanceBelow(lower, candidate.lower, least)
      if (distance < least) {
        least = distance
        best = candidate.name
      }
    }
    this.#found.set(lower, best)
    return best
  }
}

/** Edits between two texts (Levenshtein); stops at `limit` when there are that many. */
export function distanceBelow(a: string, b: string, limit: number): number {
  const row = Uint16Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1)
    let diagonal = i - 1
    let left = i
    let least = i
    row[0] = i
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] ?? 0
      left = Math.min(above + 1, left + 1, diagonal + (letter === b.charCodeAt(j - 1) ? 0 : 1))
      row[j] = left
      diagonal = above
      if (left < least) least = left
    }
    if (least >= limit) return limit
  }
  return Math.min(row[b.length] ?? limit, limit)
}
