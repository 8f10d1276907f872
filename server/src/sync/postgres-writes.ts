/** From changes to statements: neighbouring changes of one kind become one bulk statement, in order. */

import type { Change } from '@muster/sync/model/change.ts'
import type { Organization } from '@muster/sync/model/entities.ts'
import type { Id } from '@muster/sync/protocol/scalars.ts'
import type { Statement } from './postgres-transaction.ts'
import { entityWriteKey, writeEntities } from './postgres-write-entities.ts'
import { addPairs, countOf, piecesOf, removePairs, type Stretch } from './postgres-write-relations.ts'

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
  | {
      of: 'relation'
      key: string
      entity: RelationChange['entity']
      op: 'add' | 'remove'
      stretches: Stretch[]
    }
  | { of: 'entity'; key: string; changes: RowChange[]; ids: Set<Id> }
  | { of: 'organization'; key: string; change: OrganizationChange }

/** The statements that apply these changes, in an order that means the same, each made when it is asked for. */
export function* writesOf(organizationId: Id, changes: Iterable<Change>): Generator<Write> {
  const runs: Run[] = []
  for (const change of changes) append(runs, change)
  for (const run of runs) yield* writesOfRun(organizationId, run)
}

/** The organization that these changes bring into being, if they do. */
export function createdOrganization(changes: readonly Change[]): Organization | undefined {
  for (const change of changes) {
    if (change.entity === 'organization' && change.op === 'create') return change.after
  }
  return undefined
}

function append(runs: Run[], change: Change): void {
  const last = runs.at(-1)
  if (change.entity === 'organization') {
    runs.push({ of: 'organization', key: '', change })
  } else if (change.entity === 'membership' || change.entity === 'share') {
    const { entity, op, groupId } = change
    const key = `${op} ${entity}`
    const run: Run =
      last?.key === key && last.of === 'relation' ? last : { of: 'relation', key, entity, op, stretches: [] }
    if (run !== last) runs.push(run)
    const otherIds = change.entity === 'membership' ? change.userIds : change.dashboardIds
    run.stretches.push({ groupId, otherIds })
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

function* writesOfRun(organizationId: Id, run: Run): Generator<Write> {
  switch (run.of) {
    case 'relation': {
      const write = run.op === 'add' ? addPairs : removePairs
      for (const piece of piecesOf(run.stretches, chunkRows))
        yield { statement: write(run.entity, organizationId, piece), rows: countOf(piece) }
      return
    }
    case 'entity':
      for (const changes of chunks(run.changes))
        for (const statement of writeEntities(organizationId, changes))
          yield { statement, rows: changes.length }
      return
    case 'organization':
      for (const statement of writeOrganization(run.change)) yield { statement, rows: 1 }
      return
    default:
      run satisfies never
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

/** Neighbouring changes from `from` on that add to one relation; undefined when the first does not. */
export function addedStretches(
  changes: readonly Change[],
  from: number,
): { entity: RelationChange['entity']; stretches: Stretch[] } | undefined {
  const entity = changes[from]?.entity
  if (entity !== 'membership' && entity !== 'share') return undefined
  const stretches: Stretch[] = []
  for (let at = from; at < changes.length; at++) {
    const change = changes[at]
    if (change?.entity !== entity || change.op !== 'add') break
    stretches.push({
      groupId: change.groupId,
      otherIds: change.entity === 'membership' ? change.userIds : change.dashboardIds,
    })
  }
  return stretches.length > 0 ? { entity, stretches } : undefined
}
