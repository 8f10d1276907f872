/** The commit log in Postgres, and whole organizations read in one snapshot. */
import type { CommitLog } from '@muster/sync/hub/ports.ts'
import type { Commit } from '@muster/sync/model/commit.ts'
import type { OrganizationImage } from '@muster/sync/model/organization-image.ts'
import type { Id, Version } from '@muster/sync/protocol/scalars.ts'
import { loadImage } from './postgres-image.ts'
import type { Pool } from './postgres-pool.ts'

const columns = `organization_id as "organizationId", version, mutation_id as "mutationId", mutation,
  actor_id as "actorId", at, change_set_id as "changeSetId", changes`

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

  load(organizationId: Id): Promise<OrganizationImage | undefined> {
    return loadImage(this.#pool, organizationId)
  }

  async read(organizationId: Id, after: Version, limit: number): Promise<Commit[]> {
    const { rows } = await this.#pool.query<Commit>({
      name: 'read commits',
      text: `select ${columns} from commits where organization_id = $1 and version > $2 order by version limit $3`,
      values: [organizationId, after, limit],
    })
    return rows
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
