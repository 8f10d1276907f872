/**
 * The people and dashboards that this page has seen, so that the search drop-downs answer before the
 * server does and go on answering while the connection is away.
 */
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { createSignal } from 'solid-js'
import { useClient } from '../../store/engine.tsx'
import { readOnce } from '../../store/read-once.ts'
import { findKnown, type Known } from './find-known.ts'

export interface Directory {
  learn(rows: readonly Known[]): void
  get(id: string): Known | undefined
  /** Those whose name or detail matches; where a word begins with the search comes first. */
  find(search: string, limit: number): Known[]
}

/** A directory for one group; asks once for the first rows, to know somebody from the start. */
export function createDirectory(of: 'members' | 'dashboards', groupId: () => string): Directory {
  const rows = new Map<string, Known>()
  const [size, setSize] = createSignal(0)
  const learn = (more: readonly Known[]) => {
    for (const { id, name, detail, present, status } of more)
      rows.set(id, { id, name, detail, present, status })
    setSize(rows.size)
  }
  const args = { groupId: groupId(), of, search: '', limit: 50 }
  void readOnce(useClient(), 'group.candidates', args).then((found) => !isProblem(found) && learn(found.rows))
  return {
    learn,
    get: (id) => (size() >= 0 ? rows.get(id) : undefined),
    find: (search, limit) => (size() >= 0 ? findKnown(rows.values(), search, limit) : []),
  }
}
