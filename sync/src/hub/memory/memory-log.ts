import type { Commit } from '../../model/commit.ts'
import type { OrganizationImage } from '../../model/organization-image.ts'
import type { Id, Version } from '../../protocol/scalars.ts'
import { OtherHistory } from '../other-history.ts'
import type { CommitLog } from '../ports.ts'
import { copy, type MemoryDatabase, type MemoryHooks, type MemoryOperation } from './memory-database.ts'

/** The commit log of a `MemoryDatabase`, as one node sees it. */
export class MemoryLog implements CommitLog {
  readonly #database: MemoryDatabase
  readonly #hooks: MemoryHooks

  constructor(database: MemoryDatabase, hooks: MemoryHooks = {}) {
    this.#database = database
    this.#hooks = hooks
  }

  async epoch(): Promise<string> {
    return this.#database.epoch
  }

  async renew(former: string): Promise<string> {
    if (this.#database.epoch === former) this.#database.epoch = `${former}+`
    return this.#database.epoch
  }

  load(organizationId: Id): Promise<OrganizationImage | undefined> {
    return this.#through('log.load', organizationId, () => this.#database.image(organizationId))
  }

  read(organizationId: Id, after: Version, limit: number, epoch?: string): Promise<Commit[]> {
    return this.#through('log.read', organizationId, () => {
      const organization = this.#database.organizations.get(organizationId)
      if (epoch !== undefined) {
        if (epoch !== this.#database.epoch) throw OtherHistory.ofEpoch(epoch, this.#database.epoch)
        const head = organization?.tables.version ?? after
        if (head < after) throw OtherHistory.endsBefore(organizationId, after, head)
      }
      const commits = organization?.commits ?? []
      const start = commits.findIndex((commit) => commit.version > after)
      return start < 0 ? [] : copy(commits.slice(start, start + limit))
    })
  }

  tail(organizationId: Id, count: number): Promise<Commit[]> {
    return this.#through('log.tail', organizationId, () => {
      const commits = this.#database.organizations.get(organizationId)?.commits ?? []
      return count > 0 ? copy(commits.slice(-count)) : []
    })
  }

  async #through<T>(operation: MemoryOperation, organizationId: Id, effect: () => T): Promise<T> {
    await this.#hooks.before?.(operation, organizationId)
    const answer = effect()
    await this.#hooks.after?.(operation, organizationId)
    return answer
  }
}
