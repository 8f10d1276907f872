import * as Y from 'yjs'

/** A staged change as the engine's `StagedChange` has it. */
export type DemoStagedChange = {
  groupId: string
  to: 'in' | 'out'
  by: string
  at: string
  base: number
} & ({ kind: 'membership'; userId: string } | { kind: 'share'; dashboardId: string })

export interface DemoComment {
  id: string
  by: string
  at: string
  text: string
}

/**
 * The Yjs document of a change set as one update: `entries` by fact key, `comments`, plain JSON inside.
 * The client id is fixed, so that the bytes are equal at every seeding.
 */
export function stagedDocument(
  clientId: number,
  entries: readonly DemoStagedChange[],
  comments: readonly DemoComment[],
): Uint8Array {
  const document = new Y.Doc()
  document.clientID = clientId
  document.transact(() => {
    const map = document.getMap('entries')
    for (const entry of entries) {
      const right = entry.kind === 'membership' ? entry.userId : entry.dashboardId
      map.set(`${entry.kind}:${entry.groupId}:${right}`, entry)
    }
    document.getArray('comments').push([...comments])
  })
  return Y.encodeStateAsUpdate(document)
}
