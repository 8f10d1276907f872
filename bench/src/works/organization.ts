/** G: a large organization of Muster: started cold, loaded, its consoles cut off and back, a right lost. No peer has these figures. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cookieOf } from '../../../e2e/harness/raw-socket.ts'
import { engineClient, goLive } from '../muster/client.ts'
import { firstResult, openMusterConsole, pageOf } from '../muster/console.ts'
import { type LargeOrganization, makeLargeOrganization } from '../muster/large-organization.ts'
import { startNode } from '../muster/muster.ts'
import { openSite, type Site, sessionFor } from '../muster/site.ts'
import { Writers } from '../muster/writers.ts'
import type { Sample } from '../point.ts'
import { closeAll, openMany } from '../subject.ts'
import { look, usageBetween } from '../usage.ts'
import type { Bench } from './bench.ts'

export async function organization(bench: Bench): Promise<void> {
  const [people, memberships] = bench.quick ? [10_000, 100_000] : [100_000, 1_000_000]
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'))
  const bare = await makeLargeOrganization(join(folder, 'bare'), people, 0)
  const bareBytes = bare.replicaBytes()
  await bare.stop()
  const large = await makeLargeOrganization(join(folder, 'large'), people, memberships)
  try {
    const note = (what: string, sample: Sample) => {
      bench.book.add('G', 'muster', { what, people, memberships }, sample)
      bench.say(`G ${what}: ${JSON.stringify(sample.figures)} ${sample.times.map((ms) => ms.toFixed(0))}`)
    }
    const bytes = large.replicaBytes()
    const perMembership = (bytes - bareBytes) / memberships
    note('replica', {
      ...quietly,
      figures: { replicaMb: bytes / 2 ** 20, bytesPerMembership: perMembership },
    })
    const site = await signedIn(large)
    for (let round = 0; round < bench.rounds; round++)
      note('cold start', await observed(() => coldStart(large, site)))
    note('reconnect', await observed(() => reconnect(large, site, bench.quick ? 200 : 1_000)))
    note('revocation', await observed(() => revocation(large, bench.quick ? 10 : 50)))
  } finally {
    await large.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const quietly: Sample = { times: [], figures: {}, others: 0, thrown: 0, noisy: false }

async function observed(work: () => Promise<Pick<Sample, 'times' | 'figures'>>): Promise<Sample> {
  const before = look()
  const done = await work()
  const { others } = usageBetween(before, look(), [])
  return { ...quietly, ...done, others, noisy: others > 0.1 }
}

/** Signs all in once; sessions outlive the node. */
async function signedIn(large: LargeOrganization): Promise<Site> {
  const node = await startNode(large.databaseUrl)
  const site = await openSite(node.said, large.seeded)
  await node.stop()
  return site
}

/** From the start of the process, and then of the first page that anybody asks for, which loads the organization. */
async function coldStart(large: LargeOrganization, site: Site) {
  const begun = performance.now()
  const node = await startNode(large.databaseUrl)
  const listening = performance.now()
  const open = engineClient({ ...site, url: node.said }, sessionFor(site, 0))
  await goLive(open)
  await firstResult(open, 'group.members', pageOf(large.world.empty[0]?.id ?? ''))
  const shown = performance.now()
  open.stop()
  await node.stop()
  return {
    times: [shown - begun],
    figures: { listeningMs: listening - begun, organizationMs: shown - listening },
  }
}

/** From the moment that a killed node listens again until each console shows an edit made then. */
async function reconnect(large: LargeOrganization, site: Site, count: number) {
  const first = await startNode(large.databaseUrl)
  const here = { ...site, url: first.said }
  const group = large.world.empty[0]
  if (!group) throw new Error('the organization has no groups')
  const members = group.memberIds.length
  const current: number[] = []
  const { promise: all, resolve } = Promise.withResolvers<void>()
  const consoles = await openMany(count, (index) => {
    const listener = {
      count(now: number) {
        if (now !== members + 1 || current[index] !== undefined) return
        current[index] = performance.now()
        if (Object.keys(current).length === count) resolve()
      },
    }
    return openMusterConsole(here, sessionFor(site, index), group.id, { listener })
  })
  process.kill(first.pid, 'SIGKILL')
  const again = await startNode(large.databaseUrl, { PORT: new URL(here.url).port })
  const listening = performance.now()
  const writers = await Writers.open(here)
  const outsider = large.world.people.find((person) => !group.memberIds.includes(person.id))
  await writers.ask('membership.add', { groupId: group.id, userIds: [outsider?.id ?? ''] })
  await all
  const times = current.map((at) => at - listening)
  const wrong = consoles.filter((console) => console.count() !== members + 1).length
  await writers.ask('membership.remove', { groupId: group.id, userIds: [outsider?.id ?? ''] })
  writers.close()
  await closeAll(consoles)
  await again.stop()
  return { times, figures: { consoles: count, allCurrentMs: Math.max(...times), notCurrent: wrong } }
}

/** From asking on one node to take a manager's right until their console on the other is shut. */
async function revocation(large: LargeOrganization, times: number) {
  const nodes = [await startNode(large.databaseUrl), await startNode(large.databaseUrl)]
  const [here, there] = await Promise.all(nodes.map((node) => openSite(node.said, large.seeded)))
  if (!here || !there) throw new Error('two nodes are needed')
  const writers = await Writers.open(here)
  const { userId } = large.manager
  const lags: number[] = []
  for (let round = 0; round < times; round++) {
    const session = { ...large.manager, cookie: await cookieOf(there.url, large.manager) }
    const open = engineClient(there, session)
    await goLive(open)
    await firstResult(open, 'group.members', pageOf(large.world.empty[0]?.id ?? ''))
    const ended = new Promise<number>((resolve) => {
      open.client.on('connection', (state) => state.kind === 'ended' && resolve(performance.now()))
    })
    const asked = performance.now()
    const lost = writers.ask('user.setPermissions', { userId, permissions: [] })
    lags.push((await ended) - asked)
    await lost
    await writers.ask('user.setPermissions', { userId, permissions: ['manageGroups'] })
    open.stop()
  }
  writers.close()
  for (const node of nodes) await node.stop()
  return { times: lags, figures: {} }
}
