/**
 * Fifty admins do everything for a minute, or for MUSTER_SOAK minutes, on one server: edits, staging, saves, imports,
 * exports, searches, moves, cuts, signing out and in. What the server holds must not grow with the time.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '@muster/sync/simulation/random.ts'
import { afterEach, expect, it } from 'vitest'
import { mintOrganization } from '../harness/organization.ts'
import { cookieOf } from '../harness/raw-socket.ts'
import { startServer } from '../harness/server-process.ts'
import { Admin, type AdminOptions } from './admin.ts'
import { takeStep } from './admin-steps.ts'
import { checkWorld } from './check-world.ts'
import { Ground } from './ground.ts'
import { Heap, inspectable } from './hostile/heap.ts'
import { residentMb } from './hostile/watch.ts'
import { Ledger } from './ledger.ts'
import { readDatabase } from './read-database.ts'
import { chanceOf, seed } from './scale.ts'

const ADMINS = 50
const minutes = Number(process.env.MUSTER_SOAK ?? 1)
/** Pause of an admin between two steps, at most. */
const PAUSE_MS = 2_500

/**
 * What the heap may grow by between the first third and the end, however long it takes. What is kept on purpose is
 * bounded: the last 1,000 commits (some KB each with their deltas), documents up to 4 MB with the traces of what left,
 * who touched which row last.
 */
const MORE_MB = 32

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

it(
  'FN5 CN12 fifty admins who do everything leave the heap as it was, and nothing lost',
  async () => {
    const database = process.env.MUSTER_E2E_DATABASE ?? ''
    const chance = chanceOf('soak')
    const server = await startServer({ DATABASE_URL: database, ...inspectable })
    endings.push(() => server.stop())
    const heap = await Heap.open(server.output())
    endings.push(() => heap.close())
    const crowd = await Crowd.gather(database, server.url, chance)
    endings.push(() => crowd.leave())

    const until = Date.now() + minutes * 60_000
    const samples: { seconds: number; heapMb: number; residentMb: number }[] = []
    const working = crowd.work(until)
    for (const since = Date.now(); Date.now() < until; await sleep(minutes * 2_500)) {
      const heapMb = await heap.usedMb()
      samples.push({ seconds: (Date.now() - since) / 1000, heapMb, residentMb: residentMb(server.pid) })
    }
    await working
    const third = Math.floor(samples.length / 3)
    const early = mean(samples.slice(third, third + 4).map(({ heapMb }) => heapMb))
    const late = mean(samples.slice(-4).map(({ heapMb }) => heapMb))
    const words = samples.map(({ seconds, heapMb, residentMb }) => {
      return `${seconds.toFixed(0)} s ${heapMb.toFixed(1)} (${residentMb.toFixed(0)})`
    })
    console.log(
      `soak, ${minutes} min, ${ADMINS} admins: ${JSON.stringify(crowd.done)}\n` +
        `heap after collection (and resident memory) in MB: ${words.join(', ')}\n` +
        `from ${early.toFixed(1)} to ${late.toFixed(1)}, ${slopeOf(samples.slice(third)).toFixed(2)} MB a minute, seed ${seed}`,
    )
    const world = { database, start: crowd.start, ledger: crowd.ledger, consoles: crowd.admins }
    const counts = await checkWorld(world)
    crowd.leave()
    expect(late - early).toBeLessThan(MORE_MB)
    expect(counts.acknowledged).toBeGreaterThan(minutes * 100)
  },
  minutes * 60_000 + 180_000,
)

/** Admins of one organization, who come and go. */
class Crowd {
  readonly admins: Admin[]
  readonly ledger: Ledger
  readonly start: Awaited<ReturnType<typeof readDatabase>>['image']
  readonly done = { steps: 0, searches: 0, exports: 0, moves: 0, cuts: 0, signIns: 0 }
  readonly #chance: Random

  static async gather(database: string, url: string, chance: Random): Promise<Crowd> {
    const groups = ['Sales', 'Support', 'Finance', 'Legal']
    const options = { admins: ADMINS, people: 12 * ADMINS, groups, members: 40 }
    const organization = await mintOrganization(options, database)
    const { image: start } = await readDatabase(database, organization.id)
    const draftId = start.changeSets.find(({ kind }) => kind === 'draft')?.id ?? ''
    const ledger = new Ledger()
    const ground = new Ground(organization, start, ADMINS, chance)
    const admins: Admin[] = []
    for (const [at, who] of organization.admins.entries()) {
      const shared = { organizationId: organization.id, draftId, url, chance, ground, ledger }
      admins.push(new Admin({ ...shared, who, at, cookie: await cookieOf(url, who) }))
    }
    return new Crowd(admins, ledger, start, chance)
  }

  private constructor(admins: Admin[], ledger: Ledger, start: Crowd['start'], chance: Random) {
    this.admins = admins
    this.ledger = ledger
    this.start = start
    this.#chance = chance
  }

  async work(until: number): Promise<void> {
    await Promise.all(
      this.admins.map(async (_, at) => {
        while (Date.now() < until) {
          await sleep(this.#chance.below(PAUSE_MS))
          await this.#step(at)
        }
      }),
    )
  }

  leave(): void {
    for (const admin of this.admins) admin.leave()
  }

  async #step(at: number): Promise<void> {
    const admin = this.admins[at]
    if (!admin) return
    const dart = this.#chance.below(100)
    if (dart < 15) return this.#search(admin)
    if (dart < 18) return this.#export(admin)
    if (dart < 30) return this.#move(admin)
    if (dart < 35) return this.#cut(admin)
    if (dart < 37) return this.#signOutAndIn(at, admin.options)
    this.done.steps += 1
    await takeStep(admin)
  }

  async #search({ client, options }: Admin): Promise<void> {
    this.done.searches += 1
    const search = `Person ${this.#chance.below(100)}`
    const args = { search, status: 'all', sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: 50 }
    const { promise, resolve } = Promise.withResolvers<void>()
    const seen = client.subscribe('user.list', args, { onResult: () => resolve() })
    const groupId = this.#chance.pick(options.ground.groupIds)
    const detail = client.subscribe('group.detail', { groupId }, { onResult() {} })
    await Promise.race([promise, sleep(5_000)])
    seen.close()
    detail.close()
  }

  async #export({ options: { url, cookie, ground } }: Admin): Promise<void> {
    this.done.exports += 1
    const path = this.#chance.chance(0.5)
      ? 'groups.csv'
      : `groups/${this.#chance.pick(ground.groupIds)}/members.csv`
    const answer = await fetch(`${url}/api/${path}`, { headers: { cookie } })
    await answer.arrayBuffer()
    expect(answer.status).toBe(200)
  }

  #move({ client, options }: Admin): void {
    this.done.moves += 1
    const page = `/groups/${this.#chance.pick(options.ground.groupIds)}`
    client.here({ page, row: null, doing: 'viewing', idle: this.#chance.chance(0.2) })
  }

  async #cut({ client }: Admin): Promise<void> {
    this.done.cuts += 1
    client.online(false)
    await sleep(this.#chance.below(1_000))
    client.online(true)
  }

  /** Another session, and another page: what was staged is stored, for every step waits for its receipt. */
  async #signOutAndIn(at: number, options: AdminOptions): Promise<void> {
    this.done.signIns += 1
    const { url, who, cookie } = options
    this.admins[at]?.leave()
    await fetch(`${url}/api/sign-out`, { method: 'POST', headers: { cookie, origin: url } })
    this.admins[at] = new Admin({ ...options, cookie: await cookieOf(url, who) })
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Least squares through the samples, in MB a minute. */
function slopeOf(samples: readonly { seconds: number; heapMb: number }[]): number {
  const x = mean(samples.map(({ seconds }) => seconds))
  const y = mean(samples.map(({ heapMb }) => heapMb))
  let [over, under] = [0, 0]
  for (const { seconds, heapMb } of samples) {
    over += (seconds - x) * (heapMb - y)
    under += (seconds - x) ** 2
  }
  return (over / under) * 60
}
