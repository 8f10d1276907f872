import type { Change } from './change.ts'

/**
 * The changes that undo these, in the order they apply: on a state that took `changes`, applying
 * `inverseOf(changes)` gives the former state back.
 */
export function inverseOf(changes: readonly Change[]): Change[] {
  return changes.toReversed().map(undo)
}

function undo(change: Change): Change {
  switch (change.op) {
    case 'add':
      return { ...change, op: 'remove' }
    case 'remove':
      return { ...change, op: 'add' }
    // The compiler loses sight that `entity` and row still belong together once a field is renamed.
    case 'create': {
      const { after, ...rest } = change
      return { ...rest, op: 'delete', before: after } as Change
    }
    case 'delete': {
      const { before, ...rest } = change
      return { ...rest, op: 'create', after: before } as Change
    }
    case 'update':
      return { ...change, before: change.after, after: change.before } as Change
    default:
      return change satisfies never
  }
}
