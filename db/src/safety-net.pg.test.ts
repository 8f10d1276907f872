import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sql, TransactionSql } from './connection.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let database: TestDatabase
let sql: Sql
const one = randomUUID()
const two = randomUUID()
const ids = { user: randomUUID(), group: randomUUID(), dashboard: randomUUID(), draft: randomUUID() }
const elsewhere = { user: randomUUID(), dashboard: randomUUID() }

beforeAll(async () => {
  database = await createTestDatabase()
  sql = database.sql
  await sql`insert into organizations (id, name, plan) values (${one}, 'One', 'pro'), (${two}, 'Two', 'pro')`
  await sql`insert into users (organization_id, id, email, name, roles, status) values
    (${one}, ${ids.user}, 'ada@one.example', 'Ada', '{admin}', 'active'),
    (${two}, ${elsewhere.user}, 'bob@two.example', 'Bob', '{viewer}', 'active')`
  await sql`insert into groups (organization_id, id, kind, name) values
    (${one}, ${ids.group}, 'custom', 'Team'), (${one}, ${randomUUID()}, 'all-users', 'All Users')`
  await sql`insert into dashboards (organization_id, id, name, slug, owner_id) values
    (${one}, ${ids.dashboard}, 'Sales', 'sales', ${ids.user}), (${two}, ${elsewhere.dashboard}, 'Sales', 'sales', null)`
  await sql`insert into change_sets (organization_id, id, kind, name) values (${one}, ${ids.draft}, 'draft', 'Shared draft')`
})
afterAll(() => database.drop())

/** Each is refused by the named constraint. */
const refused: [title: string, constraint: string, attempt: () => Promise<unknown>][] = [
  ['an unknown plan', 'organizations_plan', () => sql`update organizations set plan = 'free'`],
  ['a negative version', 'organizations_version', () => sql`update organizations set version = -1`],
  [
    'an organization that is its own parent',
    'organizations_not_own_parent',
    () => sql`update organizations set parent_id = id`,
  ],
  ['a user without a role', 'users_roles', () => sql`update users set roles = '{}'`],
  ['an unknown role', 'users_roles', () => sql`update users set roles = '{admin,owner}'`],
  ['an unknown permission', 'users_permissions', () => sql`update users set permissions = '{everything}'`],
  ['an unknown status', 'users_status', () => sql`update users set status = 'gone'`],
  [
    'an e-mail address that is taken, in whatever case',
    'users_email',
    () => sql`insert into users (organization_id, id, email, name, roles, status)
      values (${one}, gen_random_uuid(), 'ADA@one.example', 'Ada', '{viewer}', 'active')`,
  ],
  [
    'a group name that is taken, in whatever case',
    'groups_name',
    () =>
      sql`insert into groups (organization_id, id, kind, name) values (${one}, gen_random_uuid(), 'custom', 'TEAM')`,
  ],
  [
    'a second built-in group of one kind',
    'groups_one_of_each_built_in',
    () =>
      sql`insert into groups (organization_id, id, kind, name) values (${one}, gen_random_uuid(), 'all-users', 'Everybody')`,
  ],
  [
    'a member from another organization',
    'group_members_user',
    () => sql`insert into group_members values (${one}, ${ids.group}, ${elsewhere.user})`,
  ],
  [
    "another organization's group",
    'group_members_group',
    () => sql`insert into group_members values (${two}, ${ids.group}, ${elsewhere.user})`,
  ],
  [
    'a membership that moves to a group that does not exist',
    'group_members_group',
    () =>
      sql.begin(async (sql) => {
        await sql`insert into group_members values (${one}, ${ids.group}, ${ids.user})`
        await sql`update group_members set group_id = gen_random_uuid() where organization_id = ${one}`
      }),
  ],
  [
    'one wrong member among thousands',
    'group_members_user',
    () =>
      sql.begin(async (sql) => {
        await sql`insert into users (organization_id, id, email, name, roles, status)
        select ${one}, gen_random_uuid(), n || '@many.example', 'Many', '{viewer}', 'active' from generate_series(1, 3000) n`
        await sql`insert into group_members
        select ${one}::uuid, ${ids.group}::uuid, id from users where organization_id = ${one}
        union all select ${one}::uuid, ${ids.group}::uuid, ${elsewhere.user}::uuid`
      }),
  ],
  [
    "a share of another organization's dashboard",
    'dashboard_shares_dashboard',
    () => sql`insert into dashboard_shares values (${one}, ${ids.group}, ${elsewhere.dashboard})`,
  ],
  [
    'an owner from another organization',
    'dashboards_owner',
    () => sql`update dashboards set owner_id = ${elsewhere.user} where id = ${ids.dashboard}`,
  ],
  [
    'removing a user who owns a dashboard',
    'dashboards_owner',
    () => sql`delete from users where id = ${ids.user}`,
  ],
  [
    'a slug that is taken',
    'dashboards_slug',
    () =>
      sql`insert into dashboards (organization_id, id, name, slug) values (${one}, gen_random_uuid(), 'More', 'sales')`,
  ],
  [
    'a second Shared draft',
    'change_sets_one_draft',
    () =>
      sql`insert into change_sets (organization_id, id, kind, name) values (${one}, gen_random_uuid(), 'draft', 'Other')`,
  ],
  [
    'closing the Shared draft',
    'change_sets_draft_stays_open',
    () => sql`update change_sets set status = 'discarded', closed_at = now()`,
  ],
  [
    'a closed change set without a moment',
    'change_sets_closed',
    () => sql`insert into change_sets (organization_id, id, kind, name, status)
      values (${one}, gen_random_uuid(), 'named', 'Past', 'saved')`,
  ],
  [
    'an update of a change set of another organization',
    'change_set_updates_change_set',
    () => sql`insert into change_set_updates (organization_id, change_set_id, seq, update)
      values (${two}, ${ids.draft}, 1, '')`,
  ],
  [
    'a commit of version 0',
    'commits_version',
    () => sql`insert into commits (organization_id, version, mutation_id, mutation, at, changes)
      values (${one}, 0, gen_random_uuid(), 'x', now(), '[]')`,
  ],
  [
    'a session whose id is not a hash',
    'sessions_id_is_a_hash',
    () => sql`insert into sessions values ('secret', gen_random_uuid(), now())`,
  ],
]

describe('the safety net', () => {
  it.each(refused)('refuses %s', async (_title, constraint, attempt) => {
    await expect(attempt()).rejects.toMatchObject({ constraint_name: constraint })
  })

  it('refuses one version or one mutation twice', async () => {
    const mutation = randomUUID()
    const commit = (version: number, id: string) =>
      sql`insert into commits (organization_id, version, mutation_id, mutation, at, changes)
        values (${one}, ${version}, ${id}, 'x', now(), '[]')`
    await commit(1, mutation)
    await expect(commit(1, randomUUID())).rejects.toMatchObject({ constraint_name: 'commits_pk' })
    await expect(commit(2, mutation)).rejects.toMatchObject({ constraint_name: 'commits_mutation' })
  })
})

it('lets two organizations use the same names and slugs', async () => {
  await sql`insert into groups (organization_id, id, kind, name) values (${two}, gen_random_uuid(), 'custom', 'Team')`
  expect(await sql`select 1 from dashboards where slug = 'sales'`).toHaveLength(2)
})

it("begins every key of an organization's table with the organization", async () => {
  const keys = await sql`select t.relname as table, i.relname as index, a.attname as first
    from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
    join pg_namespace n on n.oid = t.relnamespace
    where n.nspname = 'public' and exists (select 1 from pg_attribute o
      where o.attrelid = t.oid and o.attname = 'organization_id')`
  const others = keys.filter((key) => key.first !== 'organization_id').map((key) => key.index)
  // How an account finds its seats in all organizations.
  expect(others).toEqual(['users_of_account'])
  expect(keys.length).toBeGreaterThan(15)
})

it('removes memberships and shares with their group', async () => {
  const group = randomUUID()
  await sql`insert into groups (organization_id, id, kind, name) values (${one}, ${group}, 'custom', 'Short-lived')`
  await sql`insert into group_members values (${one}, ${group}, ${ids.user})`
  await sql`insert into dashboard_shares values (${one}, ${group}, ${ids.dashboard})`
  await sql`delete from groups where organization_id = ${one} and id = ${group}`
  expect(await sql`select 1 from group_members where group_id = ${group}`).toHaveLength(0)
  expect(await sql`select 1 from dashboard_shares where group_id = ${group}`).toHaveLength(0)
})

it('removes memberships with their users', async () => {
  const user = randomUUID()
  await sql`insert into users (organization_id, id, email, name, roles, status)
    values (${one}, ${user}, 'short@one.example', 'Short', '{viewer}', 'active')`
  await sql`insert into group_members values (${one}, ${ids.group}, ${user})`
  await sql`delete from users where organization_id = ${one} and id = ${user}`
  expect(await sql`select 1 from group_members where user_id = ${user}`).toHaveLength(0)
})

it('refuses to change the key of a row that memberships may name', async () => {
  await expect(sql`update groups set id = gen_random_uuid() where id = ${ids.group}`).rejects.toMatchObject({
    code: '23503',
  })
  await expect(sql`update users set organization_id = ${two} where id = ${ids.user}`).rejects.toMatchObject({
    code: '23503',
  })
})

it('refuses memberships where the check would look at the past', async () => {
  const late = sql.begin(
    'isolation level repeatable read',
    (sql) => sql`insert into group_members values (${one}, ${ids.group}, ${ids.user})`,
  )
  await expect(late).rejects.toMatchObject({ code: '0A000' })
})

/** One adds a member and the other takes away what the membership is of, at the same time, in either order. */
it.each(['groups', 'users'] as const)(
  'leaves no membership dangling when one of the %s goes meanwhile',
  async (table) => {
    for (const goesFirst of [true, false]) {
      const [group, user] = [randomUUID(), randomUUID()]
      await sql`insert into groups (organization_id, id, kind, name) values (${one}, ${group}, 'custom', ${group})`
      await sql`insert into users (organization_id, id, email, name, roles, status)
      values (${one}, ${user}, ${`${user}@one.example`}, 'Going', '{viewer}', 'active')`
      const going = table === 'groups' ? group : user
      const goes = (sql: Sql | TransactionSql) =>
        sql`delete from ${sql(table)} where organization_id = ${one} and id = ${going}`
      const joins = (sql: Sql | TransactionSql) =>
        sql`insert into group_members values (${one}, ${group}, ${user})`
      const [first, second] = goesFirst ? [goes, joins] : [joins, goes]
      const begun = Promise.withResolvers<void>()
      const free = Promise.withResolvers<void>()
      const before = sql.begin(async (sql) => {
        await first(sql)
        begun.resolve()
        await free.promise
      })
      await begun.promise
      const behind = Promise.allSettled([second(sql)])
      await until(
        async () =>
          (
            await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
          ).length > 0,
      )
      free.resolve()
      await before
      const [outcome] = await behind
      expect(outcome?.status).toBe(goesFirst ? 'rejected' : 'fulfilled')
      expect(await sql`select 1 from group_members where group_id = ${group}`).toHaveLength(0)
    }
  },
)

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10))
}
