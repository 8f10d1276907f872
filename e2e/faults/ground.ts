/**
 * Who may touch what in a scenario, so that each promise can be judged: people whose memberships are edited directly,
 * others for each admin's staging, others for imports. Groups that exist from the start are never deleted or renamed.
 */
import type { OrganizationImage } from '@muster/sync/model/organization-image.ts'
import type { Random } from '@muster/sync/simulation/random.ts'
import type { MintedOrganization } from '../harness/organization.ts'
import { shuffled } from './scale.ts'

export interface ImportRow {
  groupId: string
  userId: string
  /** A line of the file. */
  line: string
}

export class Ground {
  readonly groupIds: readonly string[]
  readonly dashboardIds: readonly string[]
  /** Whose memberships are edited directly. */
  readonly direct: readonly string[]
  /** Groups that admins made here. */
  readonly made = new Set<string>()
  /** Change sets that are open, as far as anybody here knows. */
  readonly openSets = new Set<string>()
  readonly #staging: readonly string[][]
  readonly #imports: ImportRow[]

  constructor(organization: MintedOrganization, start: OrganizationImage, admins: number, chance: Random) {
    this.groupIds = organization.groups.map(({ id }) => id)
    this.dashboardIds = organization.dashboards.map(({ id }) => id)
    for (const { id } of start.changeSets) this.openSets.add(id)
    const isIn = new Set(
      start.members.flatMap(({ groupId, userIds }) => userIds.map((id) => `${groupId} ${id}`)),
    )
    const pools = Array.from({ length: admins + 2 }, (): MintedOrganization['people'] => [])
    for (const [at, person] of organization.people.entries()) pools[at % pools.length]?.push(person)
    const [direct = [], imported = [], ...staging] = pools
    this.direct = direct.map(({ id }) => id)
    this.#staging = staging.map((pool) => pool.map(({ id }) => id))
    const rows = organization.groups.flatMap((group) =>
      imported
        .filter(({ id }) => !isIn.has(`${group.id} ${id}`))
        .map(({ id, email }) => ({ groupId: group.id, userId: id, line: `${email},${group.name},add` })),
    )
    this.#imports = shuffled(chance, rows)
  }

  /** People whom only this admin stages. */
  stagingPool(admin: number): readonly string[] {
    return this.#staging[admin] ?? []
  }

  /** Rows that no import had yet; fewer than asked for when they run out. */
  nextImport(rows: number): ImportRow[] {
    return this.#imports.splice(0, rows)
  }
}
