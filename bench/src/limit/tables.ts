/** What the limit stores: memberships in a table of the shape of Muster's, and a log of staged bytes. */
import type { Sql } from 'postgres'
import type { World } from '../world.ts'

export async function makeTables(sql: Sql, world: World): Promise<void> {
  await sql`create table group_members (
    organization_id uuid not null, group_id uuid not null, user_id uuid not null,
    constraint group_members_pk primary key (organization_id, group_id, user_id))`
  await sql`create table staged (seq bigint generated always as identity primary key, update bytea not null)`
  for (const group of [world.live, ...world.lists.values()]) {
    await sql`insert into group_members select ${world.organizationId}, ${group.id}, user_id
      from unnest(${[...group.memberIds]}::uuid[]) as user_id`
  }
  await sql`vacuum analyze group_members`
}
