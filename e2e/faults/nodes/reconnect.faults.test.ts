/** Very many consoles that lose their node in the same instant, and must all be current again soon after. */

import type { Client } from '@muster/sync/client/client.ts'
import { afterEach, expect, it } from 'vitest'
import { type Balancer, startBalancer } from '../../harness/balancer.ts'
import { openEngineClient, otherAdmin } from '../../harness/engine-client.ts'
import { mintOrganization } from '../../harness/organization.ts'
import { full, scale } from '../scale.ts'
import { type Cluster, eventually, type Member, media, startCluster } from './cluster.ts'
import { crowdOf } from './crowd.ts'

const [medium = 'Postgres'] = media
const database = process.env.MUSTER_E2E_DATABASE ?? ''

let cluster: Cluster | undefined
let way: Balancer | undefined
const clients: Client[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.stop()
  await way?.stop()
  await cluster?.stop()
})

interface Looker {
  /** From now on only who shows this person is current. */
  await(personId: string): void
  /** When it first was current (`performance.now`); 0 while it is not. */
  currentAt: number
}

/** Consoles that all look at one group of an organization, through one way. */
async function gather(order: readonly Member[], count: number) {
  const organization = await mintOrganization({ people: 60 }, database)
  const [group] = organization.groups
  const [ana] = organization.admins
  if (!group || !ana) throw new Error('the organization is too small')
  way = await startBalancer(() => order.map(({ process }) => process.url))
  const { url } = way
  const lookers: Looker[] = []
  for (const cookie of await crowdOf(organization, database, url, count))
    lookers.push(look(openEngineClient({ organizationId: organization.id, cookie, url }), group.id))
  await eventually('all are live', () => clients.every(({ connection }) => connection.kind === 'live'))
  /** Somebody adds a person that nobody knew, at this node. */
  const news = async (at: Member, personId: string) => {
    for (const looker of lookers) looker.await(personId)
    const editor = await otherAdmin(organization, ana, at.process.url)
    await editor.does('membership.add', { groupId: group.id, userIds: [personId] })
    editor.leave()
  }
  return { organization, lookers, news }
}

function look(client: Client, groupId: string): Looker {
  let members = new Set<string>()
  let wanted = ''
  const looker: Looker = {
    currentAt: 0,
    await(personId) {
      wanted = personId
      looker.currentAt = 0
    },
  }
  const args = { groupId, search: '', page: 0, pageSize: 50, sort: { by: 'name', dir: 'asc' } }
  client.subscribe('group.members', args, {
    onResult(result) {
      members = new Set(result.rows.map((row) => String(row.id)))
      if (members.has(wanted)) looker.currentAt ||= performance.now()
    },
  })
  client.subscribe('organization.summary', {}, { onResult() {} })
  client.start()
  clients.push(client)
  return looker
}

/** Waits until all are current, and says how long after `since` that was. */
async function currentSince(what: string, lookers: readonly Looker[], since: number): Promise<void> {
  await eventually('all are current', () => lookers.every(({ currentAt }) => currentAt > 0))
  const lags = lookers.map(({ currentAt }) => currentAt - since).toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(lags[Math.ceil(share * lags.length) - 1] ?? 0)
  console.log(what, { count: lags.length, p50: at(0.5), p99: at(0.99), lastMs: at(1) })
  expect(clients.map(({ connection }) => connection.kind)).toEqual(clients.map(() => 'live'))
}

it('RC1 RC2 all consoles of a node that dies are current at another one, and again when it is back', async () => {
  cluster = await startCluster({ nodes: 2, medium })
  const [first, second] = cluster.members
  if (!first || !second) throw new Error('there are not two nodes')
  const order = [first, second]
  const { organization, lookers, news } = await gather(order, scale(100, 1_000))
  for (const person of organization.people.slice(20, scale(21, 22))) {
    const [dies, lives] = order
    if (!dies || !lives) throw new Error('there are not two nodes')
    const died = performance.now()
    await Promise.all([dies.process.kill(), news(lives, person.id)])
    await currentSince('current at another node, ms after the kill', lookers, died)
    await dies.startAgain()
    order.reverse()
  }
})

it.runIf(full)('RC1 RC5 all consoles of the only node are current soon after it is back', async () => {
  cluster = await startCluster({ nodes: 1, medium })
  const [only] = cluster.members
  if (!only) throw new Error('there is no node')
  const { organization, lookers, news } = await gather([only], scale(100, 1_000))
  for (const how of ['SIGKILL', 'SIGTERM'] as const) {
    const personId = organization.people[how === 'SIGKILL' ? 20 : 21]?.id ?? ''
    only.process.tell(how)
    await only.process.ended
    const down = performance.now()
    await only.startAgain()
    const back = performance.now()
    await news(only, personId)
    console.log(how, { downMs: Math.round(back - down) })
    await currentSince('current at the same node, ms after it is back', lookers, back)
  }
})
