/** Equality of plain JSON; fields that are undefined count as absent. Allocates nothing: it runs for every row of a live view. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i++) if (!isSameJson(a[i], b[i])) return false
    return true
  }
  return covers(a as Record<string, unknown>, b as Record<string, unknown>) && hasAllOf(b, a)
}

/** True when every field of `a` is the same in `b`. */
function covers(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  for (const key in a) {
    const value = a[key]
    if (value !== undefined && !(Object.hasOwn(b, key) && isSameJson(value, b[key]))) return false
  }
  return true
}

/** True when `a` has a value for every field of `b`. */
function hasAllOf(b: object, a: object): boolean {
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key in right)
    if (right[key] !== undefined && !(Object.hasOwn(left, key) && left[key] !== undefined)) return false
  return true
}
