/**
 * A hub that a test holds in its hand: sample organization, memory ports, a clock that moves when told,
 * and raw consoles that send frames and keep what comes back.
 */
import { Hub } from '../hub/hub.ts'
import { MemoryCommitter } from '../hub/memory/memory-committer.ts'
import { MemoryDatabase, type MemoryHooks } from '../hub/memory/memory-database.ts'
import { MemoryLog } from '../hub/memory/memory-log.ts'
import { MemoryStaging } from '../hub/memory/memory-staging.ts'
import { MemoryWakeupBus } from '../hub/memory/memory-wakeup.ts'
import type { Meter } from '../hub/meter.ts'
import type { HubOptions } from '../hub/options.ts'
import type { OrganizationImage } from '../model/organization-image.ts'
import type { Delta, ViewDelta } from '../protocol/delta.ts'
import type { Down } from '../protocol/down.ts'
import type { Id } from '../protocol/scalars.ts'
import { PROTOCOL_VERSION } from '../protocol/version.ts'
import { FakeClock } from './fake-clock.ts'
import { Random } from './random.ts'
import { sampleOrganization } from './sample-organization.ts'

type Of<T extends Down['type']> = Extract<Down, { type: T }>

export class HandHub {
  readonly random = new Random(7)
  readonly clock = new FakeClock(this.random)
  readonly database = new MemoryDatabase()
  readonly bus = new MemoryWakeupBus()
  /** Gets between hubs and the database; may be replaced at any time. */
  hooks: MemoryHooks = {}
  readonly image: OrganizationImage
  readonly other: OrganizationImage
  readonly errors: string[] = []
  readonly hub: Hub
  readonly #options: Partial<HubOptions>
  readonly #meter: Meter | undefined

  constructor(options: Partial<HubOptions> = {}, meter?: Meter) {
    this.#options = options
    this.#meter = meter
    this.image = sampleOrganization(this.random, 'here')
    this.other = sampleOrganization(this.random, 'elsewhere')
    this.database.seed(this.image)
    this.database.seed(this.other)
    this.hub = this.node()
  }

  /** Another node on the same database. */
  node(): Hub {
    const hooks: MemoryHooks = {
      before: (operation, id) => this.hooks.before?.(operation, id),
      after: (operation, id) => this.hooks.after?.(operation, id),
    }
    const log = new MemoryLog(this.database, hooks)
    const committer = new MemoryCommitter(this.database, hooks)
    const staging = new MemoryStaging(this.database, hooks)
    const logger = { info() {}, warn() {}, error: (facts: object) => this.errors.push(JSON.stringify(facts)) }
    return new Hub(
      {
        log,
        committer,
        staging,
        wakeup: this.bus.wakeup(),
        world: this.clock,
        logger,
        ...(this.#meter && { meter: this.#meter }),
      },
      this.#options,
    )
  }

  get organizationId(): Id {
    return this.image.organization.id
  }

  /** 0, 1: admins; 2: manager; 3 and on: nobody who may use the console. */
  userId(at: number): Id {
    return this.image.users[at]?.id ?? ''
  }

  /** 0, 1: built in; 2 and on: custom. */
  groupId(at = 2): Id {
    return this.image.groups[at]?.id ?? ''
  }

  /** 0: the Shared draft; 1: a named one. */
  changeSetId(at = 0): Id {
    return this.image.changeSets[at]?.id ?? ''
  }

  /** A socket that has not said hello. */
  raw(at = 0, hub = this.hub, sessionId = `session-${at}`): HandConsole {
    return new HandConsole(this, hub, {
      organizationId: this.organizationId,
      userId: this.userId(at),
      sessionId,
    })
  }

  /** A console that is live. */
  async live(at = 0, hub = this.hub): Promise<HandConsole> {
    const console = this.raw(at, hub)
    console.hello()
    await this.clock.run(0)
    return console
  }

  /** Mutates as this user and waits for the answer's frames. */
  mutate(at: number, name: string, args: unknown, mutationId: Id = this.clock.id()) {
    const { organizationId } = this
    return this.hub.mutate({ organizationId, actorId: this.userId(at), name, args, mutationId })
  }

  members(groupId = this.groupId()) {
    return { groupId, search: '', sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: 50 }
  }
}

export class HandConsole {
  readonly texts: string[] = []
  closedWith: number | undefined
  /** What the socket pretends not to have sent yet. */
  unsent = 0
  readonly connection: ReturnType<Hub['connect']>
  readonly #hand: HandHub

  constructor(hand: HandHub, hub: Hub, who: { organizationId: Id; userId: Id; sessionId: string }) {
    this.#hand = hand
    const self = this
    this.connection = hub.connect({
      ...who,
      socket: {
        send: ({ text }) => this.texts.push(text),
        close: (code) => {
          this.closedWith = code
        },
        get bufferedAmount() {
          return self.unsent
        },
      },
    })
  }

  hello(protocol = PROTOCOL_VERSION, clientId = `tab-${this.connection.id}`): void {
    this.send({ type: 'hello', protocol, clientId })
  }

  send(frame: unknown): void {
    this.connection.receive(JSON.stringify(frame))
  }

  /** Sends and lets everything settle that needs no time. */
  async ask(frame: unknown): Promise<void> {
    this.send(frame)
    await this.#hand.clock.run(0)
  }

  subscribe(
    subscriptionId: number,
    view: string,
    args: unknown,
    have?: { epoch: string; at: number },
  ): Promise<void> {
    return this.ask({ type: 'subscribe', subscriptionId, view, args, ...(have && { have }) })
  }

  get frames(): Down[] {
    return this.texts.map((text) => JSON.parse(text) as Down)
  }

  /** What became of each view so far, whatever frame it came in. */
  get deltas(): (ViewDelta & Pick<Delta, 'commits'>)[] {
    return this.of('delta').flatMap(({ commits, views }) => views.map((view) => ({ ...view, commits })))
  }

  /** All frames of one type so far. */
  of<T extends Down['type']>(type: T): Of<T>[] {
    return this.frames.filter((frame): frame is Of<T> => frame.type === type)
  }

  /** The last frame of a type; throws when there is none. */
  last<T extends Down['type']>(type: T): Of<T> {
    const frame = this.of(type).at(-1)
    if (!frame) throw new Error(`No ${type} among ${this.frames.map((each) => each.type).join(', ')}`)
    return frame
  }
}
