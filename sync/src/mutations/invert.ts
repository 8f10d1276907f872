import type { Change } from '../model/change.ts'

/**
 * The changes that undo these, in the order they must apply: for a state that `changes` was applied
 * to, applying `invert(changes)` gives the former state back. `invert` is its own inverse.
 */
export function invert(changes: readonly Change[]): Change[] {
  return changes.map(invertOne).reverse()
}

function invertOne(change: Change): Change {
  switch (change.op) {
    case 'add':
      return { ...change, op: 'remove' }
    case 'remove':
      return { ...change, op: 'add' }
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
