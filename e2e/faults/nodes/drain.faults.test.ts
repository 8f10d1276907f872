/** What a node does that is told to stop while much goes on: how its consoles leave, and what becomes of a long save. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '@muster/db/connection.ts'
import type { Client } from '@muster/sync/client/client.ts'
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { stateVectorOf } from '@muster/sync/staging/coverage.ts'
import { entriesOf } from '@muster/sync/staging/document.ts'
import { afterEach, expect, it } from 'vitest'
import { engineClient } from '../../harness/engine-client.ts'
import { type MintedOrganization, mintOrganization } from '../../harness/organization.ts'
import { cookieOf } from '../../harness/raw-socket.ts'
import { StagingClient } from '../../harness/staging-client.ts'
import { full, scale } from '../scale.ts'
import { openBareConsoles } from './bare-consoles.ts'
import { type Cluster, eventually, type Member, media, startCluster } from './cluster.ts'
import { crowdOf } from './crowd.ts'

const [medium = 'Postgres'] = media
const database = () => process.env.MUSTER_E2E_DATABASE ?? ''

let cluster: Cluster | undefined
afterEach(() => cluster?.stop())

async function start(nodes: number): Promise<[Member, ...Member[]]> {
  cluster = await startCluster({ nodes, medium, env: { MUSTER_STOP_NOTICE_MS: '500' } })
  const [first, ...others] = cluster.members
  if (!first) throw new Error('there is no node')
  return [first, ...others]
}

it('CN10 closes sockets paced, after /readyz has said no, and ends with 0', async () => {
  const [{ process }] = await start(1)
  const organization = await mintOrganization({}, database())
  const count = scale(150, 1_000)
  const cookies = await crowdOf(organization, database(), process.url, count)
  const all = await openBareConsoles(organization, process.url, cookies)
  const told = performance.now()
  process.tell('SIGTERM')
  await eventually('/readyz says no', async () => (await fetch(`${process.url}/readyz`)).status === 503)
  const notReady = performance.now()
  expect(all.some(({ isClosed }) => isClosed)).toBe(false)
  expect(await process.ended).toBe(0)
  const exited = performance.now()
  const closed = await Promise.all(all.map((each) => each.closed))
  expect(new Set(closed.map(({ code }) => code))).toEqual(new Set([1013]))
  const at = closed.map((each) => each.at).toSorted((a, b) => a - b)
  const [first = 0, last = 0] = [at[0], at.at(-1)]
  console.log('drain', {
    count,
    notReadyMs: Math.round(notReady - told),
    firstClosedMs: Math.round(first - told),
    lastClosedMs: Math.round(last - told),
    exitMs: Math.round(exited - told),
  })
  // Paced, not all at once: 500 a second is 50 ms for each 25.
  expect(last - first).toBeGreaterThan((count / 500) * 1_000 * 0.5)
})

it.runIf(full)(
  'ends at once when it is told again after a while, and what it was doing is not done by half',
  async () => {
    const [{ process }] = await start(1)
    const { organization, save } = await stagedRows(process.url)
    const client = await engineClient(organization, admin(organization), process.url)
    client.start()
    void client.mutate('changeSet.commit', save)
    await underWay(client)
    process.tell('SIGTERM')
    await sleep(2_300)
    process.tell('SIGTERM')
    const code = await process.ended
    client.stop()
    expect([0, 1]).toContain(code)
    const { rows, saves } = await saved(organization)
    expect([
      [0, 0],
      [organization.rows, 1],
    ]).toContainEqual([rows, saves])
  },
)

it('CM3 CM9 a node told to stop amid a long save saves it once, and its console hears so from another', async () => {
  const [here, there] = await start(2)
  if (!there) throw new Error('there is one node only')
  const { organization, save } = await stagedRows(here.process.url)
  const client = await engineClient(organization, admin(organization), cluster?.balancer.url)
  client.start()
  await eventually('the console is live', () => client.connection.kind === 'live')
  const answer = client.mutate('changeSet.commit', save)
  await underWay(client)
  const told = performance.now()
  for (const { process } of [here, there]) process.tell('SIGTERM')
  // The save is under way in one of them; only one comes back.
  const codes = await Promise.all([here, there].map(({ process }) => process.ended))
  const exitMs = Math.round(performance.now() - told)
  await here.startAgain()
  const said = await answer
  client.stop()
  console.log('stopped amid a save', { rows: organization.rows, exitMs, said })
  expect(codes).toEqual([0, 0])
  expect(isProblem(said)).toBe(false)
  expect(await saved(organization)).toEqual({ rows: organization.rows, saves: 1 })
})

/** Resolves when a long save of this console is being written. */
const underWay = (client: Client) =>
  new Promise<void>((resolve) => client.on('progress', ({ done }) => done > 0 && resolve()))

interface Staged {
  organization: MintedOrganization & { rows: number }
  /** Arguments of a save of everything. */
  save: { changeSetId: string; scope: { of: 'all' }; stateVector: string }
}

/** An organization in whose draft an import of many memberships is staged. */
async function stagedRows(url: string): Promise<Staged> {
  const people = scale(200, 2_000)
  const groups = Array.from({ length: 50 }, (_, at) => `Group ${at}`)
  const organization = await mintOrganization({ people, groups, members: 0 }, database())
  const cookie = await cookieOf(url, admin(organization))
  const sql = connect(database(), { max: 1 })
  const [draft] =
    await sql`select id from change_sets where organization_id = ${organization.id} and kind = 'draft'`
  await sql.end()
  const changeSetId = String(draft?.id)
  const lines = groups.flatMap((group) => organization.people.map(({ email }) => `${email},${group},add`))
  const query = new URLSearchParams({ of: 'memberships', changeSetId, name: randomUUID() })
  const answer = await fetch(`${url}/api/imports/stage?${query}`, {
    method: 'POST',
    headers: { cookie, origin: url, 'content-type': 'text/csv' },
    body: ['email,group,action', ...lines].join('\n'),
  })
  if (!answer.ok) throw new Error(`the import was refused: ${await answer.text()}`)
  const copy = new StagingClient({ organizationId: organization.id, changeSetId, cookie, url })
  await eventually('the import is in a copy', () => entriesOf(copy.doc).size === 1)
  const stateVector = stateVectorOf(copy.doc)
  copy.close()
  return {
    organization: { ...organization, rows: lines.length },
    save: { changeSetId, scope: { of: 'all' }, stateVector },
  }
}

/** Memberships that are stored, and saves in the log. */
async function saved({ id }: MintedOrganization): Promise<{ rows: number; saves: number }> {
  const sql = connect(database(), { max: 1 })
  try {
    const [found] = await sql`select
      (select count(*)::int from group_members where organization_id = ${id}) as rows,
      (select count(*)::int from commits where organization_id = ${id} and mutation = 'changeSet.commit') as saves`
    return { rows: Number(found?.rows), saves: Number(found?.saves) }
  } finally {
    await sql.end()
  }
}

function admin({ admins: [first] }: MintedOrganization) {
  if (!first) throw new Error('there is no admin')
  return first
}
