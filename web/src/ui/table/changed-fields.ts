/** Names of the top-level fields in which two rows differ; `quiet` ones are left out. Values are plain JSON. */
export function changedFields(before: object, after: object, quiet: readonly string[] = []): string[] {
  const a = Object.entries(before)
  const b = new Map(Object.entries(after))
  const names = new Set([...a.map(([name]) => name), ...b.keys()])
  const old = new Map(a)
  return [...names].filter((name) => !quiet.includes(name) && !sameJson(old.get(name), b.get(name)))
}

function sameJson(a: unknown, b: unknown): boolean {
  return (
    a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
  )
}
