/**
 * A server of its own with admins at work, and managers of the same organization who attack it. Each attack ends with
 * the same questions: does the same process still serve, is what was promised kept, is memory bounded. How long a
 * neighbour waited is measured and printed, not judged: that is for a quiet machine.
 */
import { randomUUID } from 'node:crypto'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import type { Random } from '@muster/sync/simulation/random.ts'
import { expect } from 'vitest'
import { openEngineClient } from '../../harness/engine-client.ts'
import { cookieOf, openSocket, type RawSocket } from '../../harness/raw-socket.ts'
import { type ServerProcess, startServer } from '../../harness/server-process.ts'
import { Admins } from '../admins.ts'
import { checkWorld } from '../check-world.ts'
import { seed } from '../scale.ts'
import { Attacker } from './attacker.ts'
import { inWords, ping, residentMb, watchAnswers, watchMemory } from './watch.ts'

/**
 * What an attack may add to the memory of the server, in MB. Two people may hold 480 sockets with a good 1 MB unsent
 * on each slow one, and send 16 MB at once before their rate holds them; four imports of 32 MB are read at a time, each
 * as bytes, text and rows. Without bounds the same attacks take gigabytes.
 */
const MORE_MB = 600

export class Arena {
  readonly server: ServerProcess
  readonly admins: Admins
  readonly attackers: readonly [Attacker, Attacker]
  /** A change set of the attackers' own, which they may fill with what they like. */
  readonly changeSetId: string
  readonly #neighbour: RawSocket
  readonly #restingMb: number

  static async open(database: string, chance: Random): Promise<Arena> {
    const server = await startServer({ DATABASE_URL: database })
    const admins = await Admins.join({
      database,
      ways: [server.url],
      chance,
      mint: { managers: 2 },
      pauseMs: 400,
    })
    const { id, managers } = admins.organization
    const [first, second] = managers
    if (!first || !second) throw new Error('an organization has two managers')
    const attackers = [
      await Attacker.signIn(server.url, id, first),
      await Attacker.signIn(server.url, id, second),
    ] as const
    const changeSetId = randomUUID()
    const client = openEngineClient({ organizationId: id, cookie: attackers[0].cookie, url: server.url })
    client.start()
    const [mutationId, name] = [randomUUID(), 'changeSet.create']
    const args = { changeSetId, name: 'Attackers' }
    admins.ledger.ask({ mutationId, actorId: first.userId, name, args })
    admins.ledger.answer(mutationId, await client.mutate(name, args, { mutationId }))
    client.stop()
    const [ana] = admins.organization.admins
    const cookie = await cookieOf(server.url, ana ?? first)
    const neighbour = await openSocket(server.url, `/sync?organization=${id}`, cookie)
    neighbour.send({ type: 'hello', protocol: PROTOCOL_VERSION, clientId: 'neighbour' })
    await neighbour.expectFrame(({ type }) => type === 'welcome')
    return new Arena(server, admins, [...attackers], changeSetId, neighbour)
  }

  private constructor(
    server: ServerProcess,
    admins: Admins,
    attackers: [Attacker, Attacker],
    changeSetId: string,
    neighbour: RawSocket,
  ) {
    this.server = server
    this.admins = admins
    this.attackers = attackers
    this.changeSetId = changeSetId
    this.#neighbour = neighbour
    this.#restingMb = residentMb(server.pid)
  }

  /** Runs an attack beside admins at work, then asks what must hold. */
  async under(title: string, attack: () => Promise<unknown>): Promise<void> {
    const { admins, server } = this
    const { closes, refusals } = { closes: new Map<number, number>(), refusals: new Map<string, number>() }
    for (const attacker of this.attackers) {
      attacker.closes.clear()
      attacker.refusals.clear()
    }
    admins.work()
    const memory = watchMemory(server.pid)
    const answers = watchAnswers(() => ping(this.#neighbour))
    const since = Date.now()
    try {
      await attack()
    } catch (error) {
      await answers.stop()
      await admins.rest()
      memory.stop()
      throw error
    }
    const seconds = (Date.now() - since) / 1000
    const took = await answers.stop()
    for (const attacker of this.attackers) {
      for (const [code, count] of attacker.closes) closes.set(code, (closes.get(code) ?? 0) + count)
      for (const [kind, count] of attacker.refusals) refusals.set(kind, (refusals.get(kind) ?? 0) + count)
      await attacker.leave()
    }
    await admins.rest()
    await checkWorld(admins.world)
    const most = memory.stop()
    const told = JSON.stringify({
      closes: Object.fromEntries(closes),
      refusals: Object.fromEntries(refusals),
    })
    console.log(
      `hostile, ${title}: ${seconds.toFixed(1)} s, a neighbour's answer ${inWords(took)}, ` +
        `memory ${this.#restingMb.toFixed(0)} → ${most.toFixed(0)} MB, ${told}, seed ${seed}`,
    )
    // Of the very process that was started: there would be no memory to look at of one that ended.
    const health = await fetch(`${server.url}/healthz`)
    expect(health.status, server.output().slice(-2_000)).toBe(200)
    expect(most).toBeLessThan(this.#restingMb + MORE_MB)
  }

  async close(): Promise<void> {
    this.#neighbour.close()
    for (const attacker of this.attackers) await attacker.leave()
    this.admins.leave()
    await this.server.stop()
  }
}
