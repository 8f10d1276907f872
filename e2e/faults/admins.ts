/**
 * Several admins of one organization at work, with all that they were promised. Owns their consoles. `work` begins,
 * `rest` ends it and waits until everything that was asked for is answered; `world` is what `checkWorld` judges.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '@muster/sync/simulation/random.ts'
import { type MintedOrganization, type MintOptions, mintOrganization } from '../harness/organization.ts'
import { cookieOf } from '../harness/raw-socket.ts'
import { Admin } from './admin.ts'
import { everything, takeStep, type Weights } from './admin-steps.ts'
import type { World } from './check-world.ts'
import { Ground } from './ground.ts'
import { Ledger } from './ledger.ts'
import { readDatabase } from './read-database.ts'

export interface AdminsOptions {
  /** URL of the database itself, past every proxy. */
  database: string
  /** Ways to nodes; the admins take them in turn. All must work when they sign in. */
  ways: readonly string[]
  chance: Random
  /** What the organization is like. */
  mint?: MintOptions
  /** What they do; everything by default. */
  does?: Weights
  /** Longest pause of an admin between two steps; 40 ms by default. */
  pauseMs?: number
  /** The clock of the consoles. */
  now?: () => number
}

/** Most mutations of one organization: nodes that start anew know who touched what by the last 1,000 commits. */
const MOST = 950
/** Steps that one admin takes at the same time. */
const HANDS = 2

export class Admins {
  readonly organization: MintedOrganization
  readonly ledger: Ledger
  readonly all: readonly Admin[]
  readonly world: World
  readonly #chance: Random
  readonly #pauseMs: number
  readonly #does: Weights
  #isWorking = false
  #hands: Promise<void>[] = []

  /** Mints an organization, signs its admins in and opens their consoles. */
  static async join(options: AdminsOptions): Promise<Admins> {
    const { database, ways, chance, mint, now } = options
    const defaults = { people: 80, groups: ['Sales', 'Support', 'Finance', 'Legal'], members: 8 }
    const organization = await mintOrganization({ ...defaults, ...mint }, database)
    const { image: start } = await readDatabase(database, organization.id)
    const draftId = start.changeSets.find(({ kind }) => kind === 'draft')?.id ?? ''
    const ground = new Ground(organization, start, organization.admins.length, chance)
    const ledger = new Ledger()
    const all: Admin[] = []
    for (const [at, who] of organization.admins.entries()) {
      const url = ways[at % ways.length] ?? ''
      const cookie = await cookieOf(url, who)
      const shared = { organizationId: organization.id, draftId, ground, ledger, chance, ...(now && { now }) }
      all.push(new Admin({ ...shared, who, at, url, cookie }))
    }
    const world = { database, start, ledger, consoles: all }
    return new Admins(organization, world, all, options)
  }

  private constructor(
    organization: MintedOrganization,
    world: World,
    all: readonly Admin[],
    { chance, pauseMs = 40, does = everything }: AdminsOptions,
  ) {
    this.organization = organization
    this.world = world
    this.ledger = world.ledger
    this.all = all
    this.#chance = chance
    this.#pauseMs = pauseMs
    this.#does = does
  }

  /** True while there is more that they may ask for. */
  get mayGoOn(): boolean {
    return this.ledger.asked.size < MOST
  }

  /** Promises so far: mutations acknowledged and entries stored. */
  get promises(): number {
    return this.ledger.acknowledged.length + this.ledger.staged.length
  }

  work(): void {
    if (this.#isWorking) return
    this.#isWorking = true
    this.#hands = this.all.flatMap((admin) => Array.from({ length: HANDS }, () => this.#hand(admin)))
    // Whoever waits for the end hears of it; nobody else is there to.
    for (const hand of this.#hands) hand.catch(() => {})
  }

  /** Nobody begins anything any more; resolves when everything is answered. Throws what went wrong in a step. */
  async rest(): Promise<void> {
    this.#isWorking = false
    await Promise.all(this.#hands)
  }

  /** Resolves when so many more promises were made, or nobody may go on. Throws when that takes too long. */
  async until(more: number, withinMs = 60_000): Promise<void> {
    const goal = this.promises + more
    for (const end = Date.now() + withinMs; this.promises < goal && this.mayGoOn; await sleep(5))
      if (Date.now() > end) throw new Error(`only ${this.promises} of ${goal} promises in time`)
  }

  leave(): void {
    for (const admin of this.all) admin.leave()
  }

  async #hand(admin: Admin): Promise<void> {
    while (this.#isWorking && this.mayGoOn) {
      await takeStep(admin, this.#does)
      await sleep(this.#chance.below(this.#pauseMs))
    }
  }
}
