/**
 * One admin at work: the engine's own client with several views open, copies of change sets beside it, and every
 * promise written into the ledger. What it does next is `admin-steps.ts`.
 */
import { randomUUID } from 'node:crypto'
import type { Client } from '@muster/sync/client/client.ts'
import type { Saved } from '@muster/sync/protocol/committed.ts'
import type { Problem } from '@muster/sync/protocol/problem.ts'
import type { Random } from '@muster/sync/simulation/random.ts'
import type { Intent } from '@muster/sync/staging/document.ts'
import { stagedKey } from '@muster/sync/staging/staged-change.ts'
import { systemWorld } from '@muster/sync/system-world.ts'
import { openEngineClient } from '../harness/engine-client.ts'
import type { SignIn } from '../harness/organization.ts'
import { StagingClient } from '../harness/staging-client.ts'
import type { CheckedConsole } from './check-world.ts'
import type { Ground } from './ground.ts'
import type { Ledger, StagedFact } from './ledger.ts'

export interface AdminOptions {
  who: SignIn
  /** Which of the admins this is. */
  at: number
  organizationId: string
  draftId: string
  /** The way to a node, and the cookie of a session there. */
  url: string
  cookie: string
  chance: Random
  ground: Ground
  ledger: Ledger
  /** The clock of this console; the machine's by default. */
  now?: () => number
}

export class Admin implements CheckedConsole {
  readonly client: Client
  readonly options: AdminOptions
  readonly #copies = new Map<string, StagingClient>()

  constructor(options: AdminOptions) {
    this.options = options
    const { organizationId, url, cookie, chance, now = Date.now } = options
    this.client = openEngineClient({
      organizationId,
      url,
      cookie,
      // Comes back hastily, so that faults meet work and not pauses.
      world: { ...systemWorld, now, random: () => chance.next() * 0.05 },
    })
    for (const [view, args] of viewsFor(options)) this.client.subscribe(view, args, { onResult() {} })
    this.client.start()
    this.copy(options.draftId)
  }

  get name(): string {
    return this.options.who.name
  }

  get documents(): readonly StagingClient[] {
    return [...this.#copies.values()]
  }

  /** This admin's copy of a change set; opens it when it is not open yet. */
  copy(changeSetId: string): StagingClient {
    const known = this.#copies.get(changeSetId)
    if (known) return known
    const { organizationId, url, cookie } = this.options
    const copy = new StagingClient({ organizationId, changeSetId, url, cookie })
    this.#copies.set(changeSetId, copy)
    return copy
  }

  /** Lets go of copies of change sets that were closed: after a restore they may be open again. */
  forgetClosed(): void {
    for (const [id, copy] of this.#copies) {
      if (copy.endedWith === undefined) continue
      copy.close()
      this.#copies.delete(id)
    }
  }

  /** Asks for a mutation and notes the answer. */
  async ask(name: string, args: unknown): Promise<Saved | Problem> {
    const { ledger, who } = this.options
    const mutationId = randomUUID()
    ledger.ask({ mutationId, actorId: who.userId, name, args })
    const answer = await this.client.mutate(name, args, { mutationId })
    ledger.answer(mutationId, answer)
    return answer
  }

  /** Stages facts and, when they are stored for sure, notes them. */
  async stage(changeSetId: string, facts: readonly StagedFact[]): Promise<void> {
    const { ledger, who } = this.options
    const copy = this.copy(changeSetId)
    const since = ledger.version
    const stamp = { by: who.userId, at: new Date().toISOString(), base: since }
    const intents = facts.map(intentOf)
    const written = new Set(copy.stage(intents, stamp))
    if (!(await copy.receipt())) return
    for (const [index, fact] of facts.entries()) {
      const intent = intents[index]
      const key = intent && stagedKey({ ...intent, ...stamp })
      if (key && written.has(key)) ledger.staged.push({ changeSetId, key, facts: [fact], since })
    }
  }

  /** Takes entries back; whether it worked is not promised. */
  unstage(changeSetId: string, keys: readonly string[]): void {
    for (const key of keys) this.options.ledger.takenBack.add(`${changeSetId} ${key}`)
    this.copy(changeSetId).unstage(keys)
  }

  leave(): void {
    this.client.stop()
    for (const copy of this.#copies.values()) copy.close()
  }
}

function intentOf({ kind, groupId, id, to }: StagedFact): Intent {
  return kind === 'membership' ? { kind, groupId, userId: id, to } : { kind, groupId, dashboardId: id, to }
}

/** Each admin looks at lists, at two groups and at the draft; no two at quite the same. */
function viewsFor({ ground, at, draftId }: AdminOptions): [view: string, args: unknown][] {
  const page = { search: '', page: 0, pageSize: 50 }
  const by = (column: string) => ({ by: column, dir: at % 2 === 0 ? 'asc' : 'desc' })
  const [first = '', second = first] = [...ground.groupIds.slice(at), ...ground.groupIds]
  return [
    ['organization.summary', {}],
    ['group.list', { ...page, kind: 'all', sort: by('name') }],
    ['group.list', { ...page, kind: 'custom', sort: by('lastChange'), pageSize: 5 }],
    ['group.detail', { groupId: first }],
    ['group.members', { ...page, groupId: first, sort: by('name') }],
    ['group.members', { ...page, groupId: second, sort: by('name'), pageSize: 10 }],
    ['group.dashboards', { ...page, groupId: first, sort: by('name') }],
    ['user.list', { ...page, status: 'all', sort: by('groups') }],
    ['dashboard.list', { ...page, sort: by('people') }],
    ['changeSet.list', { status: 'open' }],
    ['changeSet.entries', { changeSetId: draftId, scope: { of: 'all' } }],
    ['changeSet.impact', { changeSetId: draftId, scope: { of: 'all' }, by: 'people' }],
  ]
}
