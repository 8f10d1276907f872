/** The statements of the limit. One connection: what is sent first is committed first. */
import { once } from 'node:events'
import type { Sql } from 'postgres'
import type { Edit } from '../system.ts'

export class Writes {
  private readonly sql: Sql
  private readonly organizationId: string

  constructor(sql: Sql, organizationId: string) {
    this.sql = sql
    this.organizationId = organizationId
  }

  /** One row, in a transaction of its own. */
  async edit({ groupId, userId, to }: Edit): Promise<void> {
    const { sql, organizationId } = this
    if (to === 'in') await sql`insert into group_members values (${organizationId}, ${groupId}, ${userId})`
    else
      await sql`delete from group_members
        where organization_id = ${organizationId} and group_id = ${groupId} and user_id = ${userId}`
  }

  /** Several edits in one statement and one transaction; the last word on a person holds. */
  async editAll(edits: readonly Edit[]): Promise<void> {
    const { sql, organizationId } = this
    const last = new Map(edits.map((edit) => [`${edit.groupId} ${edit.userId}`, edit]))
    const into = [...last.values()].filter((edit) => edit.to === 'in')
    const out = [...last.values()].filter((edit) => edit.to === 'out')
    await sql`with gone as (
        delete from group_members using unnest(${out.map((edit) => edit.groupId)}::uuid[],
          ${out.map((edit) => edit.userId)}::uuid[]) as gone (group_id, user_id)
        where organization_id = ${organizationId} and group_members.group_id = gone.group_id
          and group_members.user_id = gone.user_id)
      insert into group_members select ${organizationId}, * from unnest(
        ${into.map((edit) => edit.groupId)}::uuid[], ${into.map((edit) => edit.userId)}::uuid[]) on conflict do nothing`
  }

  async unnest(groupId: string, userIds: readonly string[]): Promise<void> {
    await this.sql`insert into group_members select ${this.organizationId}, ${groupId}, user_id
      from unnest(${[...userIds]}::uuid[]) as user_id`
  }

  async copy(groupId: string, userIds: readonly string[]): Promise<void> {
    const into = await this.sql`copy group_members from stdin`.writable()
    into.end(userIds.map((id) => `${this.organizationId}\t${groupId}\t${id}\n`).join(''))
    await once(into, 'finish')
  }

  async stage(update: Uint8Array): Promise<void> {
    await this.sql`insert into staged (update) values (${Buffer.from(update)})`
  }
}
