/** How the Yjs peers keep a group: one document, with a Y.Map from user id to the row that a list shows. */
import * as Y from 'yjs'
import type { ConsoleListener, Edit } from '../../system.ts'
import type { Person } from '../../world.ts'

export interface MemberRow {
  name: string
  email: string
}

/** The members of the group that this document holds. */
export function membersOf(doc: Y.Doc): Y.Map<MemberRow> {
  return doc.getMap<MemberRow>('members')
}

/** The document of a group that nobody edited yet, as one Yjs update. */
export function seedMembers(people: readonly Person[]): Uint8Array {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const person of people) membersOf(doc).set(person.id, rowOf(person))
  })
  return Y.encodeStateAsUpdate(doc)
}

/** Makes one edit as one Yjs transaction: one update to send. */
export function applyEdit(doc: Y.Doc, person: Person, to: Edit['to']): void {
  doc.transact(() => {
    if (to === 'in') membersOf(doc).set(person.id, rowOf(person))
    else membersOf(doc).delete(person.id)
  })
}

/** Tells the listener what changes from now on. Returns how to ask for the count, which Yjs itself finds slowly. */
export function watchMembers(
  doc: Y.Doc,
  listener: ConsoleListener,
  markOf: (userId: string, to: Edit['to']) => number | undefined,
): () => number {
  const members = membersOf(doc)
  let count = members.size
  let highest = 0
  members.observe((event) => {
    for (const { action } of event.keys.values()) {
      if (action === 'add') count++
      else if (action === 'delete') count--
    }
    if (listener.mark) {
      let mark = highest
      for (const userId of event.keysChanged) {
        mark = Math.max(mark, markOf(userId, members.has(userId) ? 'in' : 'out') ?? 0)
      }
      if (mark > highest) {
        highest = mark
        listener.mark(mark)
      }
    }
    listener.count?.(count)
  })
  return () => count
}

function rowOf({ name, email }: Person): MemberRow {
  return { name, email }
}
