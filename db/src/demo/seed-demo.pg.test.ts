import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Commit } from '../../../sync/src/model/commit.ts'
import { Replica } from '../../../sync/src/model/replica.ts'
import { StagedChange, StagedComment, stagedKey } from '../../../sync/src/staging/staged-change.ts'
import type { Sql } from '../connection.ts'
import { createTestDatabase, type TestDatabase } from '../test-database.ts'
import { kubernetesId } from './kubernetes.ts'
import { readCsv } from './read-csv.ts'
import { seedDemo } from './seed-demo.ts'

const now = new Date('2026-10-05T09:30:00Z')
const hash = async (password: string) => `hash of ${password}`
let database: TestDatabase
let sql: Sql

beforeAll(async () => {
  database = await createTestDatabase()
  sql = database.sql
  await seedDemo(sql, { hash, now })
})
afterAll(() => database.drop())

const count = async (from: ReturnType<typeof sql>) => Number((await sql`select count(*) as n ${from}`)[0]?.n)

describe('the Kubernetes organization', () => {
  it('has every person, group, membership and dashboard of the files, and its four demo people', async () => {
    const emails = new Set(readCsv<'email'>('kubernetes/users.csv').map((row) => row.email))
    expect(readCsv('kubernetes/users.csv')).toHaveLength(1_529)
    expect(emails.size).toBe(1_509)
    expect(await count(sql`from users where organization_id = ${kubernetesId}`)).toBe(emails.size + 4)
    expect(await count(sql`from groups where organization_id = ${kubernetesId} and kind = 'custom'`)).toBe(
      750,
    )
    expect(await count(sql`from groups where organization_id = ${kubernetesId} and kind <> 'custom'`)).toBe(2)
    expect(await count(sql`from group_members where organization_id = ${kubernetesId}`)).toBe(3_532)
    expect(await count(sql`from dashboards where organization_id = ${kubernetesId}`)).toBe(51)
  })

  it('keeps names, descriptions and memberships as the files give them', async () => {
    const groups = await sql`select name, description from groups
      where organization_id = ${kubernetesId} and kind = 'custom' order by name collate "C"`
    const given = readCsv<'name' | 'description'>('kubernetes/groups.csv')
    expect([...groups]).toEqual(given.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    const pairs = await sql`select u.email || ' ' || g.name as pair from group_members m
      join users u on (u.organization_id, u.id) = (m.organization_id, m.user_id)
      join groups g on (g.organization_id, g.id) = (m.organization_id, m.group_id)
      where m.organization_id = ${kubernetesId}`
    const wanted = readCsv<'email' | 'group'>('kubernetes/memberships.csv').map(
      (row) => `${row.email} ${row.group}`,
    )
    expect(new Set(pairs.map((row) => row.pair))).toEqual(new Set(wanted))
  })

  it('looks lived in', async () => {
    const statuses =
      await sql`select status, count(*)::int as n, count(last_active_at)::int as seen from users
      where organization_id = ${kubernetesId} group by status order by n desc`
    expect(statuses.map((row) => row.status)).toEqual(['active', 'invited', 'disabled'])
    expect(statuses[0]?.n).toBeGreaterThan(1_400)
    expect(statuses[1]).toMatchObject({ seen: 0 })
    expect(await count(sql`from users where last_active_at > ${now}`)).toBe(0)
    expect(await count(sql`from dashboard_shares where organization_id = ${kubernetesId}`)).toBeGreaterThan(
      200,
    )
    expect(
      await count(sql`from users where 'analyst' = any(roles) and organization_id = ${kubernetesId}`),
    ).toBeGreaterThan(50)
    const shared = await sql`select g.kind from dashboard_shares s
      join groups g on (g.organization_id, g.id) = (s.organization_id, s.group_id) where g.kind <> 'custom'`
    expect(new Set(shared.map((row) => row.kind))).toEqual(new Set(['all-users', 'all-analysts']))
  })
})

describe('the log', () => {
  const commitsOf = async (organizationId: string) =>
    (
      await sql`select organization_id as "organizationId", version, mutation_id as "mutationId", mutation,
        actor_id as "actorId", at, change_set_id as "changeSetId", changes
      from commits where organization_id = ${organizationId} order by version`
    ).map((row) => Commit.parse(row))

  it('is gapless, in order of time, and ends at the version of its organization', async () => {
    for (const { id, version } of await sql`select id, version from organizations`) {
      const commits = await commitsOf(id)
      expect(commits.map((commit) => commit.version)).toEqual(commits.map((_, index) => index + 1))
      expect(commits.length).toBe(version)
      expect(commits.map((commit) => commit.at)).toEqual(commits.map((commit) => commit.at).toSorted())
      expect(await count(sql`from mutation_results where organization_id = ${id}`)).toBe(version)
    }
  })

  it('gives the tables when it is replayed from nothing', async () => {
    const [first, ...rest] = await commitsOf(kubernetesId)
    const begin = first?.changes[0]
    if (begin?.entity !== 'organization' || begin.op !== 'create') throw new Error('No organization')
    const nothing = { users: [], groups: [], dashboards: [], changeSets: [], members: [], shares: [] }
    const replica = Replica.from({ organization: begin.after, version: 1, ...nothing })
    replica.apply(first?.changes.slice(1) ?? [])
    for (const commit of rest) replica.applyCommit(commit)

    expect(replica.users.size).toBe(1_513)
    expect(replica.groups.size).toBe(752)
    const members =
      await sql`select group_id, user_id from group_members where organization_id = ${kubernetesId}`
    expect(replica.members.size).toBe(members.length)
    expect(members.every((row) => replica.members.has(row.group_id, row.user_id))).toBe(true)
    const shares =
      await sql`select group_id, dashboard_id from dashboard_shares where organization_id = ${kubernetesId}`
    expect(replica.shares.size).toBe(shares.length)
    expect(shares.every((row) => replica.shares.has(row.group_id, row.dashboard_id))).toBe(true)
    const groups = await sql`select id, name, description from groups where organization_id = ${kubernetesId}`
    expect(groups.every((row) => replica.groups.get(row.id)?.description === row.description)).toBe(true)
  })
})

describe('the staged lists', () => {
  const documentOf = async (name: string) => {
    const [row] = await sql<{ update: Uint8Array }[]>`select update from change_set_updates u
      join change_sets c on (c.organization_id, c.id) = (u.organization_id, u.change_set_id)
      where c.name = ${name}`
    const document = new Y.Doc()
    if (row) Y.applyUpdate(document, new Uint8Array(row.update))
    return document
  }
  const factsOf = async () => {
    const rows = await sql`select 'membership:' || group_id || ':' || user_id as key from group_members
      union all select 'share:' || group_id || ':' || dashboard_id from dashboard_shares`
    return new Set(rows.map((row) => row.key))
  }

  it('hold well-formed changes and comments of the demo people, about things that exist', async () => {
    for (const name of ['Shared draft', 'Release team 1.37']) {
      const document = await documentOf(name)
      const entries = [...document.getMap('entries')]
      for (const [key, value] of entries) {
        const change = StagedChange.parse(value)
        expect(key).toBe(stagedKey(change))
        expect(await count(sql`from users where id = ${change.by} and account_id is not null`)).toBe(1)
        if (change.kind === 'batch') continue
        expect(await count(sql`from groups where id = ${change.groupId}`)).toBe(1)
        if (change.kind === 'membership') {
          expect(await count(sql`from users where id = ${change.userId} and status = 'active'`)).toBe(1)
        } else expect(await count(sql`from dashboards where id = ${change.dashboardId}`)).toBe(1)
      }
      const comments = document
        .getArray('comments')
        .toArray()
        .map((value) => StagedComment.parse(value))
      expect(comments.length).toBeGreaterThan(0)
    }
  })

  it('have one entry that a save has overtaken, and one removal, in the Shared draft', async () => {
    const facts = await factsOf()
    const entries = [...(await documentOf('Shared draft')).getMap('entries')].map(
      ([key, value]) => [key, StagedChange.parse(value)] as const,
    )
    expect(entries).toHaveLength(7)
    const noops = entries.filter(
      ([key, change]) => change.kind !== 'batch' && facts.has(key) === (change.to === 'in'),
    )
    expect(noops).toHaveLength(1)
    expect(entries.filter(([, change]) => change.kind !== 'batch' && change.to === 'out')).toHaveLength(1)
    expect(new Set(entries.map(([, change]) => change.by)).size).toBe(4)
  })

  it('have something to do in every entry of the named change set', async () => {
    const facts = await factsOf()
    const entries = [...(await documentOf('Release team 1.37')).getMap('entries')]
    for (const [key, value] of entries) {
      const change = StagedChange.parse(value)
      if (change.kind !== 'batch') expect(facts.has(key)).toBe(change.to === 'out')
    }
  })
})

describe('seeding', () => {
  it('answers the sign-ins of both organizations', async () => {
    const signIns = await seedDemo(sql, { hash })
    expect(signIns.map((signIn) => [signIn.email, signIn.role, signIn.organization])).toEqual([
      ['ana@kubernetes.example', 'admin', 'Kubernetes'],
      ['tom@kubernetes.example', 'admin', 'Kubernetes'],
      ['bea@kubernetes.example', 'admin', 'Kubernetes'],
      ['jonas@kubernetes.example', 'manager', 'Kubernetes'],
      ['ingrid@halden.example', 'admin', 'Halden Foods'],
    ])
    const [ana] = await sql`select password_hash from accounts where email = 'ana@kubernetes.example'`
    expect(ana?.password_hash).toBe(`hash of ${signIns[0]?.password}`)
  })

  it('is equal every time, two nodes at once included', async () => {
    const other = await createTestDatabase()
    await Promise.all([seedDemo(other.sql, { hash, now }), seedDemo(other.sql, { hash, now })])
    const tables = [
      'organizations',
      'users',
      'groups',
      'group_members',
      'dashboards',
      'dashboard_shares',
      'change_sets',
    ]
    for (const table of [...tables, 'change_set_updates', 'commits', 'mutation_results']) {
      const digest = `select md5(string_agg(r::text, '' order by r::text)) as digest from ${table} r`
      expect([table, ...(await other.sql.unsafe(digest))]).toEqual([table, ...(await sql.unsafe(digest))])
    }
    await other.drop()
  })

  it('leaves a database alone that has an organization', async () => {
    const other = await createTestDatabase()
    await other.sql`insert into organizations (id, name, plan) values (gen_random_uuid(), 'Ours', 'pro')`
    expect(await seedDemo(other.sql, { hash })).toEqual([])
    expect(await other.sql`select name from organizations`).toEqual([{ name: 'Ours' }])
    await other.drop()
  })
})
