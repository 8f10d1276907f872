/** From commits to statements: neighbouring changes of one kind become one bulk statement, in order. */

import type { PlannedCommit } from '@muster/sync/hub/ports.ts'
import type { Change } from '@muster/sync/model/change.ts'
import type { Organization } from '@muster/sync/model/entities.ts'
import type { Id, Version } from '@muster/sync/protocol/scalars.ts'
import type { Statement } from './postgres-transaction.ts'
import { entityWriteKey, writeEntities } from './postgres-write-entities.ts'
import { addPairs, type Pair, removePairs } from './postgres-write-relations.ts'

/** Rows of one statement at most: small enough for progress and cancelling, large enough to be fast. */
const chunkRows = 10_000

export interface Write {
  statement: Statement
  rows: number
}

type RelationChange = Extract<Change, { entity: 'membership' | 'share' }>
type OrganizationChange = Extract<Change, { entity: 'organization' }>
type RowChange = Exclude<Change, RelationChange | OrganizationChange>

type Run =
  | { of: 'relation'; key: string; entity: RelationChange['entity']; op: 'add' | 'remove'; pairs: Pair[] }
  | { of: 'entity'; key: string; changes: RowChange[]; ids: Set<Id> }
  | { of: 'organization'; key: string; change: OrganizationChange }

/** The statements that apply the changes of these commits, in an order that means the same. */
export function writesOf(organizationId: Id, batch: readonly PlannedCommit[]): Write[] {
  const runs: Run[] = []
  for (const { commit } of batch) {
    for (const change of commit.changes) append(runs, change, commit.version)
  }
  return runs.flatMap((run) => writesOfRun(organizationId, run))
}

/** The organization that the first commit brings into being, if it does. */
export function createdOrganization(batch: readonly PlannedCommit[]): Organization | undefined {
  for (const change of batch[0]?.commit.changes ?? []) {
    if (change.entity === 'organization' && change.op === 'create') return change.after
  }
  return undefined
}

function append(runs: Run[], change: Change, version: Version): void {
  const last = runs.at(-1)
  if (change.entity === 'organization') {
    runs.push({ of: 'organization', key: '', change })
  } else if (change.entity === 'membership' || change.entity === 'share') {
    const { entity, op, groupId } = change
    const key = `${op} ${entity}`
    const run: Run =
      last?.key === key && last.of === 'relation' ? last : { of: 'relation', key, entity, op, pairs: [] }
    if (run !== last) runs.push(run)
    const otherIds = change.entity === 'membership' ? change.userIds : change.dashboardIds
    for (const otherId of otherIds) run.pairs.push({ groupId, otherId, version })
  } else {
    const key = entityWriteKey(change)
    // One statement sees each row once, so a second change of a row begins a new run.
    const fits = last?.key === key && last.of === 'entity' && !last.ids.has(change.id)
    const run = fits ? last : { of: 'entity' as const, key, changes: [], ids: new Set<Id>() }
    if (run !== last) runs.push(run)
    run.changes.push(change)
    run.ids.add(change.id)
  }
}

function writesOfRun(organizationId: Id, run: Run): Write[] {
  switch (run.of) {
    case 'relation': {
      const write = run.op === 'add' ? addPairs : removePairs
      return chunks(run.pairs).map((pairs) => ({
        statement: write(run.entity, organizationId, pairs),
        rows: pairs.length,
      }))
    }
    case 'entity':
      return chunks(run.changes).flatMap((changes) =>
        writeEntities(organizationId, changes).map((statement) => ({ statement, rows: changes.length })),
      )
    case 'organization':
      return writeOrganization(run.change).map((statement) => ({ statement, rows: 1 }))
    default:
      return run satisfies never
  }
}

function writeOrganization(change: OrganizationChange): Statement[] {
  if (change.op === 'create') return []
  if (change.op === 'delete') throw new Error('An organization is not deleted by a commit')
  const { name = null, plan = null, parentId } = change.after
  return [
    {
      label: 'update organization',
      text: `update organizations set name = coalesce($2, name), plan = coalesce($3, plan),
        parent_id = case when $4 then $5::uuid else parent_id end where id = $1`,
      values: [change.id, name, plan, parentId !== undefined, parentId ?? null],
    },
  ]
}

function chunks<T>(items: readonly T[]): (readonly T[])[] {
  if (items.length <= chunkRows) return [items]
  const count = Math.ceil(items.length / chunkRows)
  return Array.from({ length: count }, (_, index) => items.slice(index * chunkRows, (index + 1) * chunkRows))
}
