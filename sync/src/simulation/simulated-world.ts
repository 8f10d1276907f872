/**
 * Everything of one seed: clock, network, database, nodes and consoles. Knows how to make and end trouble;
 * what consoles do is `actions.ts`, what must hold afterwards `check-world.ts`.
 */
import { MemoryDatabase } from '../hub/memory/memory-database.ts'
import { MemoryWakeupBus } from '../hub/memory/memory-wakeup.ts'
import type { HubOptions } from '../hub/options.ts'
import type { OrganizationImage } from '../model/organization-image.ts'
import type { Id } from '../protocol/scalars.ts'
import { FakeClock } from './fake-clock.ts'
import { FakeNetwork } from './fake-network.ts'
import { Random } from './random.ts'
import { sampleOrganization } from './sample-organization.ts'
import { SimulatedConsole } from './simulated-console.ts'
import { BrokenConnection, SimulatedNode } from './simulated-node.ts'

/** Text that only rows of the other organization carry. */
export const OTHER_MARK = 'elsewhere'

export class SimulatedWorld {
  readonly seed: number
  readonly random: Random
  readonly clock: FakeClock
  readonly network: FakeNetwork
  readonly database = new MemoryDatabase()
  readonly bus = new MemoryWakeupBus()
  readonly nodes: SimulatedNode[]
  /** The organization as it was before the run. */
  readonly image: OrganizationImage
  readonly organizationId: Id
  /** Two admins and a manager, who may lose the right and get it back. */
  readonly consoles: SimulatedConsole[]
  /** A viewer, and an admin of another organization: nothing may ever reach them. */
  readonly outsiders: SimulatedConsole[]
  readonly errors: { facts: object; message: string }[] = []

  constructor(seed: number) {
    this.seed = seed
    this.random = new Random(seed)
    this.clock = new FakeClock(this.random)
    this.network = new FakeNetwork(this.clock, this.random)
    this.image = sampleOrganization(this.random, 'here')
    this.organizationId = this.image.organization.id
    const other = sampleOrganization(this.random, OTHER_MARK)
    this.database.seed(this.image)
    this.database.seed(other)
    const logger = {
      info() {},
      warn() {},
      error: (facts: object, message: string) => {
        if (!('err' in facts && facts.err instanceof BrokenConnection)) this.errors.push({ facts, message })
      },
    }
    const count = this.random.between(1, 3)
    this.nodes = Array.from(
      { length: count },
      () => new SimulatedNode(this.clock, this.random, this.database, this.bus, this.#options(), logger),
    )
    const { clock, random, network, nodes, organizationId } = this
    const place = { clock, random, network, nodes, organizationId }
    const [ada, ben, cai, dee] = this.image.users
    const [stranger] = other.users
    if (!ada || !ben || !cai || !dee || !stranger) throw new Error('The sample organization is too small')
    this.consoles = [ada, ben, cai, ada].map((user, at) => new SimulatedConsole(place, user, at))
    this.outsiders = [dee, stranger].map((user, at) => new SimulatedConsole(place, user, at))
    this.bus.courier = (_hint, deliver) => {
      if (this.random.chance(this.lostHints)) return
      this.clock.setTimeout(deliver, this.random.below(40))
      if (this.random.chance(0.1)) this.clock.setTimeout(deliver, this.random.below(2_000))
    }
  }

  lostHints = 0.2

  /** From now on nothing fails any more. */
  calm(): void {
    this.lostHints = 0
    this.network.weather = { delayMs: 5, silent: 0 }
    for (const node of this.nodes) {
      node.faults = { latencyMs: 2, broken: 0 }
      node.start()
    }
  }

  #options(): Partial<HubOptions> {
    const { random } = this
    return {
      pollMs: 2_000,
      idleMs: random.pick([3_000, 20_000]),
      lingerMs: random.pick([100, 2_000]),
      historyCommits: random.pick([0, 3, 200]),
      maxBatch: random.pick([1, 3, 64]),
      bigRows: random.pick([3, 1_000]),
      longRows: random.pick([1, 5_000]),
      slowBytes: random.pick([800, 1024 * 1024]),
      drainedBytes: 200,
      compactAfter: random.pick([3, 50]),
    }
  }
}
