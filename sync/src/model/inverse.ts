import type { Change } from './change.ts'

/** The changes that undo these, in the order they apply. */
export function inverseOf(changes: readonly Change[]): Change[] {
  return changes.toReversed().map(undo)
}

function undo(change: Change): Change {
  if (change.entity === 'membership' || change.entity === 'share') {
    return { ...change, op: change.op === 'add' ? 'remove' : 'add' }
  }
  // The compiler cannot follow that entity and rows swap together, so each entity says it for itself.
  switch (change.entity) {
    case 'organization':
      return change.op === 'update'
        ? { ...change, before: change.after, after: change.before }
        : undoWhole(change)
    case 'user':
      return change.op === 'update'
        ? { ...change, before: change.after, after: change.before }
        : undoWhole(change)
    case 'group':
      return change.op === 'update'
        ? { ...change, before: change.after, after: change.before }
        : undoWhole(change)
    case 'dashboard':
      return change.op === 'update'
        ? { ...change, before: change.after, after: change.before }
        : undoWhole(change)
    case 'changeSet':
      return change.op === 'update'
        ? { ...change, before: change.after, after: change.before }
        : undoWhole(change)
    default:
      return change satisfies never
  }
}

type WholeRow = Extract<Change, { op: 'create' | 'delete' }>

function undoWhole(change: WholeRow): Change {
  const { entity, id } = change
  const row = change.op === 'create' ? change.after : change.before
  return {
    entity,
    id,
    ...(change.op === 'create' ? { op: 'delete', before: row } : { op: 'create', after: row }),
  } as Change
}
