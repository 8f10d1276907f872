/**
 * A server process: a hub on its own ports to the shared database. A crash stops its time, its calls and
 * its sockets at once; what was durable stays. `start` after a crash is a fresh process.
 */
import { Hub } from '../hub/hub.ts'
import type { Logger } from '../hub/logger.ts'
import { MemoryCommitter } from '../hub/memory/memory-committer.ts'
import type { MemoryDatabase, MemoryHooks, MemoryOperation } from '../hub/memory/memory-database.ts'
import { MemoryLog } from '../hub/memory/memory-log.ts'
import { MemoryStaging } from '../hub/memory/memory-staging.ts'
import type { MemoryWakeupBus } from '../hub/memory/memory-wakeup.ts'
import type { HubOptions } from '../hub/options.ts'
import type { World } from '../world.ts'
import type { FakeClock } from './fake-clock.ts'
import type { Wire } from './fake-network.ts'
import type { Random } from './random.ts'

export interface NodeFaults {
  /** Longest answer time of the database in milliseconds. */
  latencyMs: number
  /** Chance that a call's connection breaks, before or after its effect. */
  broken: number
}

/** A call to the database that failed on purpose. */
export class BrokenConnection extends Error {}

const never = new Promise<never>(() => {})

export class SimulatedNode {
  readonly wires = new Set<Wire>()
  faults: NodeFaults = { latencyMs: 5, broken: 0 }
  readonly #clock: FakeClock
  readonly #random: Random
  readonly #database: MemoryDatabase
  readonly #bus: MemoryWakeupBus
  readonly #options: Partial<HubOptions>
  readonly #logger: Logger
  #life: { isOver: boolean } = { isOver: true }
  #hub: Hub | undefined

  constructor(
    clock: FakeClock,
    random: Random,
    database: MemoryDatabase,
    bus: MemoryWakeupBus,
    options: Partial<HubOptions>,
    logger: Logger,
  ) {
    this.#clock = clock
    this.#random = random
    this.#database = database
    this.#bus = bus
    this.#options = options
    this.#logger = logger
    this.start()
  }

  /** Undefined while the process is down. */
  get hub(): Hub | undefined {
    return this.#hub
  }

  start(): void {
    if (this.#hub) return
    const life = { isOver: false }
    this.#life = life
    const hooks = this.#hooks(life)
    const wakeup = this.#bus.wakeup()
    this.#hub = new Hub(
      {
        log: new MemoryLog(this.#database, hooks),
        committer: new MemoryCommitter(this.#database, hooks),
        staging: new MemoryStaging(this.#database, hooks),
        wakeup: {
          publish: (hint) => (life.isOver ? never : wakeup.publish(hint)),
          subscribe: (listener) => wakeup.subscribe((hint) => life.isOver || listener(hint)),
        },
        world: this.#world(life),
        logger: {
          info: () => {},
          warn: (facts, message) => life.isOver || this.#logger.warn(facts, message),
          error: (facts, message) => life.isOver || this.#logger.error(facts, message),
        },
      },
      this.#options,
    )
  }

  crash(): void {
    this.#life.isOver = true
    this.#hub = undefined
    for (const wire of this.wires) wire.fail()
    this.wires.clear()
  }

  #world(life: { isOver: boolean }): World {
    const clock = this.#clock
    return {
      now: () => clock.now(),
      random: () => clock.random(),
      id: () => clock.id(),
      setTimeout: (callback, ms) => clock.setTimeout(() => life.isOver || callback(), ms),
    }
  }

  #hooks(life: { isOver: boolean }): MemoryHooks {
    const pass = async (operation: MemoryOperation): Promise<void> => {
      await this.#clock.sleep(this.#random.below(this.faults.latencyMs + 1))
      // A transaction of a dead process is rolled back and lets go of its lock.
      if (life.isOver && operation === 'commit.chunk') throw new Error('The process died')
      if (life.isOver) await never
      if (this.#random.chance(this.faults.broken))
        throw new BrokenConnection('The connection to the database broke')
    }
    return { before: pass, after: pass }
  }
}
