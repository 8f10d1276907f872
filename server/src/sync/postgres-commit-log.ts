/** The commit log in Postgres, and whole organizations read in one snapshot. */
import { OtherHistory } from '@muster/sync/hub/other-history.ts'
import type { CommitLog } from '@muster/sync/hub/ports.ts'
import type { Commit } from '@muster/sync/model/commit.ts'
import type { OrganizationImage } from '@muster/sync/model/organization-image.ts'
import type { Id, Version } from '@muster/sync/protocol/scalars.ts'
import { loadImage } from './postgres-image.ts'
import type { Pool } from './postgres-pool.ts'

const columns = `commits.organization_id as "organizationId", commits.version, mutation_id as "mutationId", mutation,
  actor_id as "actorId", at, change_set_id as "changeSetId", changes`

/** A commit and what it was found with; one row without a commit when there is none. */
type Found = { epochNow: string; head: Version | null } & (Commit | { version: null })

const isCommit = (found: Found): found is Found & Commit => found.version !== null

export class PostgresCommitLog implements CommitLog {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async epoch(): Promise<string> {
    const { rows } = await this.#pool.query<{ value: string }>(`select value from meta where key = 'epoch'`)
    const [epoch] = rows
    if (!epoch) throw new Error('The database has no epoch: it was not migrated.')
    return epoch.value
  }

  async renew(former: string): Promise<string> {
    await this.#pool.query(
      `update meta set value = gen_random_uuid()::text where key = 'epoch' and value = $1`,
      [former],
    )
    return this.epoch()
  }

  load(organizationId: Id): Promise<OrganizationImage | undefined> {
    return loadImage(this.#pool, organizationId)
  }

  async read(organizationId: Id, after: Version, limit: number, epoch?: string): Promise<Commit[]> {
    // One statement, so one snapshot: commits of another history than the epoch says are never answered.
    const { rows } = await this.#pool.query<Found>({
      name: 'read commits',
      text: `select meta.value as "epochNow", organizations.version as head, ${columns} from meta
        left join organizations on organizations.id = $1
        left join lateral (select * from commits where organization_id = $1 and version > $2
          order by version limit $3) commits on true
        where meta.key = 'epoch' order by commits.version`,
      values: [organizationId, after, limit],
    })
    const [first] = rows
    if (epoch !== undefined) {
      if (first?.epochNow !== epoch) throw OtherHistory.ofEpoch(epoch, first?.epochNow ?? 'none')
      if (first.head !== null && first.head < after)
        throw OtherHistory.endsBefore(organizationId, after, first.head)
    }
    return rows.filter(isCommit).map(({ epochNow: _epoch, head: _head, ...commit }) => commit)
  }

  async tail(organizationId: Id, count: number): Promise<Commit[]> {
    const { rows } = await this.#pool.query<Commit>({
      name: 'tail of commits',
      text: `select ${columns} from commits where organization_id = $1 order by version desc limit $2`,
      values: [organizationId, count],
    })
    return rows.reverse()
  }
}
