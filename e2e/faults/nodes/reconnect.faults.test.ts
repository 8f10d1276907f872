/** Very many consoles that lose their node in the same instant, and must all be current again soon after. */

import type { Client } from '@muster/sync/client/client.ts'
import { afterEach, expect, it } from 'vitest'
import { startBalancer } from '../../harness/balancer.ts'
import { openEngineClient, otherAdmin } from '../../harness/engine-client.ts'
import { mintOrganization } from '../../harness/organization.ts'
import { cookieOf } from '../../harness/raw-socket.ts'
import { scale } from '../scale.ts'
import { type Cluster, eventually, media, startCluster } from './cluster.ts'

const [medium = 'Postgres'] = media
const database = process.env.MUSTER_E2E_DATABASE ?? ''
const PER_SESSION = 50

let cluster: Cluster | undefined
const clients: Client[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.stop()
  await cluster?.stop()
})

interface Looker {
  client: Client
  /** Version of the group's newest member that it shows. */
  shows(personId: string): boolean
  /** When it first showed everything of a wave (`performance.now`). */
  currentAt: number
}

it('RC1 RC2 all consoles of a node that dies are current at another one, and again when it is back', async () => {
  cluster = await startCluster({ nodes: 2, medium })
  const [first, second] = cluster.members
  if (!first || !second) throw new Error('there are not two nodes')
  const organization = await mintOrganization({ people: 60 }, database)
  const [group] = organization.groups
  const [ana] = organization.admins
  if (!group || !ana) throw new Error('the organization is too small')
  // One way for all: while both live, all are on the first, as after a restart of the second.
  const order = [first, second]
  const way = await startBalancer(() => order.map(({ process }) => process.url))
  const count = scale(100, 1_000)
  const lookers: Looker[] = []
  let wanted = ''
  let cookie = ''
  for (let at = 0; at < count; at++) {
    const who = organization.admins[at % organization.admins.length]
    if (at % PER_SESSION === 0 && who) cookie = await cookieOf(way.url, who)
    lookers.push(look(openEngineClient({ organizationId: organization.id, cookie, url: way.url })))
  }
  function look(client: Client): Looker {
    let members = new Set<string>()
    const looker: Looker = { client, shows: (id) => members.has(id), currentAt: 0 }
    const args = { groupId: group?.id, search: '', page: 0, pageSize: 50, sort: { by: 'name', dir: 'asc' } }
    client.subscribe('group.members', args, {
      onResult(result) {
        members = new Set(result.rows.map((row) => String(row.id)))
        if (members.has(wanted)) looker.currentAt = performance.now()
      },
    })
    client.subscribe('organization.summary', {}, { onResult() {} })
    client.start()
    clients.push(client)
    return looker
  }
  await eventually('all are live', () => clients.every(({ connection }) => connection.kind === 'live'))
  for (const [at, [dies, lives]] of [
    [first, second],
    [second, first],
  ].entries()) {
    if (!dies || !lives) continue
    wanted = organization.people[20 + at]?.id ?? ''
    for (const looker of lookers) looker.currentAt = 0
    const editor = await otherAdmin(organization, ana, lives.process.url)
    const died = performance.now()
    // What nobody who was on the dead node has heard of.
    await Promise.all([
      dies.process.kill(),
      editor.does('membership.add', { groupId: group.id, userIds: [wanted] }),
    ])
    await eventually('all are current', () => lookers.every(({ currentAt }) => currentAt > 0))
    const lags = lookers.map(({ currentAt }) => currentAt - died).toSorted((a, b) => a - b)
    console.log('reconnect after a kill', {
      count,
      p50: Math.round(lags[Math.floor(count / 2)] ?? 0),
      lastMs: Math.round(lags.at(-1) ?? 0),
    })
    expect(lookers.every(({ shows }) => shows(wanted))).toBe(true)
    editor.leave()
    await dies.startAgain()
    order.reverse()
  }
  await way.stop()
})
