/** What the tables say of one organization, read in one snapshot by statements that are not the server's. */
import { connect } from '@muster/db/connection.ts'
import type { Commit } from '@muster/sync/model/commit.ts'
import type { OrganizationImage } from '@muster/sync/model/organization-image.ts'
import type { ChangeSetContent } from '@muster/sync/staging/change-set-content.ts'
import { readContent } from '@muster/sync/staging/document.ts'
import type { BatchRow } from '@muster/sync/staging/staged-change.ts'
import * as Y from 'yjs'

export interface Stored {
  image: OrganizationImage
  /** All commits, ascending. */
  commits: Commit[]
  /** Answers that were kept with commits, by mutation. */
  results: { mutationId: string; actorId: string | null; version: number; result: unknown }[]
  /** Open change sets' documents. */
  documents: Map<string, { doc: Y.Doc; content: ChangeSetContent }>
}

/** Throws when the database cannot be read or has no such organization. */
export async function readDatabase(url: string, organizationId: string): Promise<Stored> {
  const sql = connect(url, { max: 1, applicationName: 'muster test' })
  try {
    return await sql.begin('isolation level repeatable read', async (sql) => {
      const id = organizationId
      const [row] =
        await sql`select id, parent_id as "parentId", name, plan, version from organizations where id = ${id}`
      if (!row) throw new Error(`there is no organization ${id}`)
      const { version, ...organization } = row
      const users = await sql`select id, email, name, roles, permissions, status, created_at as "createdAt",
        last_active_at as "lastActiveAt" from users where organization_id = ${id}`
      const groups = await sql`select id, kind, name, description, created_at as "createdAt",
        created_by as "createdBy" from groups where organization_id = ${id}`
      const dashboards = await sql`select id, name, slug, owner_id as "ownerId", published,
        created_at as "createdAt", updated_at as "updatedAt" from dashboards where organization_id = ${id}`
      const changeSets = await sql`select id, kind, name, status, created_at as "createdAt",
        created_by as "createdBy", closed_at as "closedAt", closed_by as "closedBy"
        from change_sets where organization_id = ${id}`
      const members = await sql<RelationRow[]>`select group_id as "groupId", user_id as id
        from group_members where organization_id = ${id}`
      const shares = await sql<RelationRow[]>`select group_id as "groupId", dashboard_id as id
        from dashboard_shares where organization_id = ${id}`
      const commits =
        await sql`select organization_id as "organizationId", version, mutation_id as "mutationId",
        mutation, actor_id as "actorId", at, change_set_id as "changeSetId", changes
        from commits where organization_id = ${id} order by version`
      const results = await sql`select mutation_id as "mutationId", actor_id as "actorId", version, result
        from mutation_results where organization_id = ${id}`
      const updates = await sql<{ changeSetId: string; update: Uint8Array }[]>`
        select change_set_id as "changeSetId", update from change_set_updates
        where organization_id = ${id} order by change_set_id, seq`
      const batchRows = await sql<{ batchId: string; row: BatchRow }[]>`
        select batch_id as "batchId", row from staged_batch_rows where organization_id = ${id} order by batch_id, position`
      const image = {
        organization,
        version,
        users,
        groups,
        dashboards,
        changeSets,
        members: byGroup(members).map(([groupId, userIds]) => ({ groupId, userIds })),
        shares: byGroup(shares).map(([groupId, dashboardIds]) => ({ groupId, dashboardIds })),
      } as unknown as OrganizationImage
      const rowsOf = Map.groupBy(batchRows, ({ batchId }) => batchId)
      const documents: Stored['documents'] = new Map()
      for (const { id: changeSetId, status } of image.changeSets) {
        if (status !== 'open') continue
        const doc = new Y.Doc()
        for (const row of updates) if (row.changeSetId === changeSetId) Y.applyUpdate(doc, row.update)
        const named = new Map(
          [...readContent(doc, changeSetId, new Map()).entries.values()].flatMap((entry) =>
            entry.kind === 'batch'
              ? [[entry.batchId, (rowsOf.get(entry.batchId) ?? []).map(({ row }) => row)] as const]
              : [],
          ),
        )
        documents.set(changeSetId, { doc, content: readContent(doc, changeSetId, named) })
      }
      return {
        image,
        commits: commits as unknown as Commit[],
        results: [...results] as unknown as Stored['results'],
        documents,
      }
    })
  } finally {
    await sql.end({ timeout: 5 })
  }
}

interface RelationRow {
  groupId: string
  id: string
}

function byGroup(rows: readonly RelationRow[]): [groupId: string, ids: string[]][] {
  return [...Map.groupBy(rows, ({ groupId }) => groupId)].map(([groupId, some]) => [
    groupId,
    some.map(({ id }) => id),
  ])
}
