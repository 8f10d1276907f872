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
    if (this.#found.size >= 200 || lower.length > 120) return undefined
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
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      next.push(cost)
      if (cost < least) least = cost
    }
    if (least >= limit) return limit
    row = next
  }
  return Math.min(row[b.length] ?? limit, limit)
}
