/**
 * JSON with the members of every object in one order: equal values give equal texts, and only they. Undefined members
 * are left out. Costs what the size of the text does, however deep the value is: consoles choose it.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(inOrder(value)) ?? 'null'
}

/** The value itself where it is in order already, which is most of it. Looks at every part once. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(inOrder)
    return items.every((item, at) => item === value[at]) ? value : items
  }
  const members = value as Record<string, unknown>
  const keys = Object.keys(members)
  const isSorted = keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key)
  if (!isSorted) keys.sort()
  const parts = keys.map((key) => inOrder(members[key]))
  if (isSorted && parts.every((part, at) => part === members[keys[at] ?? ''])) return value
  // Without a prototype, so that a member `__proto__` is one like any other.
  const ordered: Record<string, unknown> = Object.create(null)
  for (const [at, key] of keys.entries()) ordered[key] = parts[at]
  return ordered
}
