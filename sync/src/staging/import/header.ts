import type { BatchOf } from '../staged-change.ts'

const COLUMNS = {
  memberships: ['email', 'group', 'action'],
  users: ['email', 'name', 'role'],
  groups: ['name', 'description'],
} as const satisfies Record<BatchOf, readonly string[]>

const kinds = Object.keys(COLUMNS) as BatchOf[]

const otherNames: ReadonlyMap<string, string> = new Map([
  ['e-mail', 'email'],
  ['mail', 'email'],
  ['user group', 'group'],
  ['add|remove', 'action'],
  ['change', 'action'],
  ['operation', 'action'],
])

/** Where each expected column stands in a row, and on which row the data begin. */
export interface Header {
  /** Position by expected column; -1 when the file does not have it. */
  positions: number[]
  /** Columns of the file. */
  width: number
  present: boolean
}

/**
 * Finds the columns of a file. The first row is a header when it names the first expected column;
 * columns may then stand in any order, and unknown ones are ignored. Without one, the expected order holds.
 */
export function headerOf(of: BatchOf, first: readonly string[] | undefined): Header {
  const expected = COLUMNS[of]
  const names = (first ?? []).map((cell) => {
    // A byte order mark counts as white space.
    const name = cell.trim().toLowerCase()
    return otherNames.get(name) ?? name
  })
  if (
    names.includes(expected[0]) &&
    names.every((name) => !name.includes('@')) &&
    namesColumns(names, expected)
  )
    return { positions: expected.map((name) => names.indexOf(name)), width: names.length, present: true }
  return { positions: expected.map((_, index) => index), width: expected.length, present: false }
}

/** The kind of file that the first row announces, when it is another one than asked for. */
export function announcedInstead(of: BatchOf, first: readonly string[] | undefined): BatchOf | undefined {
  if (headerOf(of, first).present) return undefined
  return kinds.find((kind) => kind !== of && (first?.length ?? 0) > 1 && headerOf(kind, first).present)
}

/** A group may be called "name": a header names a second column too, or stands alone. */
function namesColumns(names: readonly string[], expected: readonly string[]): boolean {
  return names.length === 1 || expected.slice(1).some((name) => names.includes(name))
}
