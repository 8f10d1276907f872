const format = new Intl.NumberFormat('en')

/** An exact count with separators: 48,216. */
export function formatCount(count: number): string {
  return format.format(count)
}

/** A count with its noun: `countOf(1, 'person', 'people')` → "1 person". */
export function countOf(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
