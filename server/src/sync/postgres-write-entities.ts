/** Statements that create, update and delete many rows of one entity at once. Rows travel as one JSON value. */
import type { EntityChange } from '@muster/sync/model/change.ts'
import type { Id } from '@muster/sync/protocol/scalars.ts'
import { tables } from './postgres-table.ts'
import type { Statement } from './postgres-transaction.ts'

type RowEntity = keyof typeof tables
type RowChange = Exclude<EntityChange, { entity: 'organization' }>

/**
 * Which statement a change belongs to: changes with equal keys, next to each other and of different rows,
 * can be written by one. An update's key names its fields, because only those columns are written.
 */
export function entityWriteKey(change: RowChange): string {
  if (change.op !== 'update') return `${change.op} ${change.entity}`
  return `update ${change.entity} ${fieldsOf(change).join()}`
}

/** Writes changes of one key. Fails with `MISCOUNT` when a row to update or delete is not there. */
export function writeEntities(organizationId: Id, changes: readonly RowChange[]): Statement[] {
  const [first] = changes
  if (!first) return []
  const label = entityWriteKey(first)
  if (first.op === 'delete') return [deleteRows(label, organizationId, first.entity, changes)]
  const fields = first.op === 'create' ? Object.keys(tables[first.entity].columns) : fieldsOf(first)
  if (fields.length === 0) return []
  const rows = changes.map((change) => (change.op === 'delete' ? {} : { ...change.after, id: change.id }))
  const write = first.op === 'create' ? insertText : updateText
  return [
    {
      label,
      text: write(first.entity, fields),
      values: [organizationId, JSON.stringify(rows), ...(first.op === 'create' ? [] : [rows.length])],
      // Postgres cuts names at 63 bytes.
      prepare: label.length < 60,
    },
  ]
}

/** The fields that an update writes, in a fixed order. */
function fieldsOf(change: RowChange & { op: 'update' }): string[] {
  const after: Record<string, unknown> = change.after
  return Object.keys(tables[change.entity].columns).filter((field) => after[field] !== undefined)
}

const columnsOf = (entity: RowEntity, fields: readonly string[]) =>
  fields.map((field) => {
    const [column, type] = tables[entity].columns[field] ?? []
    return { field: `"${field}"`, column, type }
  })

const recordset = (entity: RowEntity, fields: readonly string[]) =>
  `json_to_recordset($2::text::json) as r(id uuid, ${columnsOf(entity, fields)
    .map(({ field, type }) => `${field} ${type}`)
    .join(', ')})`

function insertText(entity: RowEntity, fields: readonly string[]): string {
  const columns = columnsOf(entity, fields)
  return `insert into ${tables[entity].name} (organization_id, id, ${columns.map(({ column }) => column).join(', ')})
    select $1, r.id, ${columns.map(({ field }) => `r.${field}`).join(', ')} from ${recordset(entity, fields)}`
}

function updateText(entity: RowEntity, fields: readonly string[]): string {
  const assignments = columnsOf(entity, fields).map(({ column, field }) => `${column} = r.${field}`)
  return `with written as (
      update ${tables[entity].name} t set ${assignments.join(', ')} from ${recordset(entity, fields)}
      where t.organization_id = $1 and t.id = r.id returning 1)
    select 1 / (count(*) = $3::int)::int from written`
}

function deleteRows(
  label: string,
  organizationId: Id,
  entity: RowEntity,
  changes: readonly RowChange[],
): Statement {
  return {
    label,
    text: `with gone as (
        delete from ${tables[entity].name} where organization_id = $1 and id = any ($2::uuid[]) returning 1)
      select 1 / (count(*) = $3::int)::int from gone`,
    values: [organizationId, `{${changes.map(({ id }) => id).join()}}`, changes.length],
    prepare: true,
  }
}
