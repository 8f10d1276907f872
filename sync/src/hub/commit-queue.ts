/**
 * Owns the mutations of one organization that wait to become durable. One group at a time: planned in
 * order on a fork, written by one call of the committer, applied, then answered. Invariants: an answer
 * `committed` follows durability and the deltas; `rejected` says that nothing changed; a mutation waits
 * here once, whoever asks for it again.
 */
import type { Change } from '../model/change.ts'
import type { Replica } from '../model/replica.ts'
import type { Saved } from '../protocol/committed.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import { applyInSlices } from './apply-in-slices.ts'
import { CommitProgress, labelOf } from './commit-progress.ts'
import { internalProblem } from './internal-problem.ts'
import type { OrganizationRoom } from './organization-room.ts'
import { isLong, type PlanAhead, planAhead } from './plan-ahead.ts'
import { changeSetOf, type GroupPlan, planGroup } from './plan-group.ts'
import type { CommitOutcome, StoredResult } from './ports.ts'

/** A mutation as it was asked for. */
export interface Request {
  mutationId: Id
  actorId: Id | null
  name: string
  args: unknown
}

export interface Waiting extends Request {
  isCancelled: boolean
  /** Set when the database refused a group that it was in: it is tried alone. */
  isAlone: boolean
  /** How often a refusal was judged anew because the log had moved on. */
  looks: number
  /** The plan of a long save, made before its turn; how often it was made; true while it is being made. */
  ahead: PlanAhead | undefined
  plans: number
  isBeingPlanned: boolean
  progress: CommitProgress | undefined
  answer: Promise<Saved | Problem>
  resolve(answer: Saved | Problem): void
}

/** Rounds lost to other nodes before giving up. */
const MAX_ROUNDS = 30
/** Times that a long save is planned beside the line, and in all before it is planned in one go. */
const MAX_PLANS_BESIDE = 3
const MAX_PLANS = 5
/** Times that a refusal is judged anew while other nodes keep saving. */
const MAX_LOOKS = 5

export class CommitQueue {
  readonly #room: OrganizationRoom
  readonly #byId = new Map<Id, Waiting>()
  #waiting: Waiting[] = []
  #isRunning = false
  #current: { group: readonly Waiting[]; abort: AbortController } | undefined

  constructor(room: OrganizationRoom) {
    this.#room = room
  }

  /** True when nothing waits and nothing is being written. */
  get isIdle(): boolean {
    return this.#byId.size === 0
  }

  /** Resolves when the mutation is durable or refused. Never rejects. */
  submit(request: Request): Promise<Saved | Problem> {
    const known = this.#byId.get(request.mutationId)
    if (known) return known.actorId === request.actorId ? known.answer : Promise.resolve(idTaken())
    if (this.#byId.size >= this.#room.options.maxWaiting) return this.#turnAway(request)
    const { promise: answer, resolve } = Promise.withResolvers<Saved | Problem>()
    const waiting: Waiting = {
      ...request,
      isCancelled: false,
      isAlone: false,
      looks: 0,
      ahead: undefined,
      plans: 0,
      isBeingPlanned: false,
      progress: undefined,
      answer,
      resolve: (value) => {
        waiting.progress?.end()
        this.#byId.delete(request.mutationId)
        resolve(value)
      },
    }
    this.#byId.set(request.mutationId, waiting)
    this.#enter(waiting)
    return answer
  }

  /** Stops a mutation of this person's that is not durable yet; whoever waits for it is told (CM8). */
  cancel(mutationId: Id, actorId: Id): void {
    const waiting = this.#byId.get(mutationId)
    if (!waiting || waiting.actorId !== actorId) return
    waiting.isCancelled = true
    if (this.#current?.group.includes(waiting)) this.#current.abort.abort()
  }

  /** Too much waits. Even so, what is durable already is not called refused (CM2). */
  async #turnAway({ mutationId, actorId }: Request): Promise<Saved | Problem> {
    try {
      const [stored] = await this.#room.ports.committer.find(this.#room.id, [mutationId])
      if (stored)
        return stored.actorId === actorId ? { version: stored.version, result: stored.result } : idTaken()
    } catch {
      return givenUp(false)
    }
    return problem('too-many', 'Too much is being saved at the moment; try again')
  }

  /** Saves of change sets first wait for what they name; nobody else waits for them (ST8). */
  #enter(waiting: Waiting): void {
    const cover = this.#room.staging.coverFor(waiting)
    if (!cover) {
      this.#add(waiting)
      return
    }
    cover.then(
      (refusal) => (refusal ? waiting.resolve(refusal) : this.#add(waiting)),
      (error) => {
        this.#room.ports.logger.warn({ err: error }, 'could not read a change set')
        waiting.resolve(givenUp(false))
      },
    )
  }

  #add(waiting: Waiting): void {
    if (waiting.ahead || waiting.plans > 0 || !isLong(this.#room, waiting)) this.#push(waiting)
    else this.#planLater(waiting)
  }

  /** Plans a long save beside the queue; meanwhile others overtake it (CM15). */
  #planLater(waiting: Waiting): void {
    waiting.isBeingPlanned = true
    this.#planNow(waiting).finally(() => {
      waiting.isBeingPlanned = false
      if (this.#isWaiting(waiting)) this.#push(waiting)
    })
  }

  /** Never rejects: what cannot be planned ahead is planned, and refused, in its turn. */
  async #planNow(waiting: Waiting): Promise<void> {
    const { mutationId, name: mutation, actorId } = waiting
    waiting.plans += 1
    waiting.ahead = undefined
    if (!waiting.progress) {
      const changeSetId = changeSetOf(waiting) ?? null
      const total = this.#room.staging.rowsFor(waiting)
      const label = labelOf(this.#room, changeSetId, total)
      const startedAt = new Date(this.#room.ports.world.now()).toISOString()
      const head = { mutationId, mutation, label, actorId, changeSetId, startedAt, total }
      waiting.progress = new CommitProgress(this.#room, head, true)
    }
    try {
      waiting.ahead = await planAhead(this.#room, waiting, (part) => waiting.progress?.planned(part))
    } catch (error) {
      this.#room.ports.logger.warn({ err: error, mutationId }, 'could not plan ahead')
    }
  }

  #push(waiting: Waiting): void {
    this.#waiting.push(waiting)
    if (this.#isRunning) return
    this.#isRunning = true
    // A turn later, so that mutations that arrive together are written together.
    queueMicrotask(() => this.#run())
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#room.isClosed) {
      const group = this.#takeGroup()
      try {
        await this.#write(group)
      } catch (error) {
        const reason = internalProblem(error, 'commit', this.#room.ports)
        for (const waiting of group) if (this.#isWaiting(waiting)) waiting.resolve(reason)
      }
    }
    this.#isRunning = false
    if (this.#room.isClosed) this.close()
  }

  /** The room is gone: who still waits must ask another one, which knows what became durable. */
  close(): void {
    this.#waiting = []
    for (const waiting of [...this.#byId.values()]) waiting.resolve(givenUp(false))
  }

  #takeGroup(): Waiting[] {
    const alone = this.#waiting[0]?.isAlone
    const end = alone ? 1 : this.#waiting.findIndex((waiting) => waiting.isAlone)
    const size = Math.min(this.#room.options.maxBatch, end < 0 ? this.#waiting.length : end)
    return this.#waiting.splice(0, size)
  }

  #isWaiting(waiting: Waiting): boolean {
    return this.#byId.get(waiting.mutationId) === waiting
  }

  /** Writes one group, however often other nodes are first. Everyone in it is answered or waits again. */
  async #write(all: readonly Waiting[]): Promise<void> {
    const { world, options } = this.#room.ports
    let unknownSince: number | undefined
    for (let round = 0; ; round++) {
      const group = all.filter(
        (waiting) => this.#isWaiting(waiting) && !waiting.isBeingPlanned && !this.#waiting.includes(waiting),
      )
      if (group.length === 0) return
      const plan = planGroup(this.#room, group)
      await this.#planAgain(plan.outdated)
      if (plan.deferred.length > 0) this.#waiting.unshift(...plan.deferred)
      const outcome = await this.#commit(plan)
      if (outcome === 'committed') {
        this.#room.committed(plan)
        for (const { waiting, commit } of plan.planned)
          waiting.resolve({ version: commit.commit.version, result: commit.result ?? null })
        await this.#answerOthers(plan)
        return
      }
      if (outcome === 'cancelled') continue
      if (isProblem(outcome) && outcome.kind !== 'unavailable') return this.#refused(plan, outcome)
      const isUnknown = outcome !== 'stale'
      if (isUnknown) unknownSince ??= world.now()
      const isKnown = await this.#learn(plan)
      // A transaction in doubt may still become durable; one that lost against the version cannot.
      const isOver = isUnknown && world.now() - (unknownSince ?? 0) >= options.unknownMs
      if (isOver || round >= MAX_ROUNDS) {
        for (const waiting of group)
          if (this.#isWaiting(waiting)) waiting.resolve(givenUp(isKnown && !isUnknown))
        return
      }
      if (isUnknown || round > 0) await this.#pause(isUnknown ? 250 * (round + 1) : 4 * round)
    }
  }

  /** Long saves whose ground moved. After a few times the line waits, so that the next plan is the last. */
  async #planAgain(outdated: readonly Waiting[]): Promise<void> {
    for (const waiting of outdated) {
      if (waiting.plans < MAX_PLANS_BESIDE) this.#planLater(waiting)
      else {
        if (waiting.plans < MAX_PLANS) await this.#planNow(waiting)
        else waiting.ahead = undefined
        this.#waiting.unshift(waiting)
      }
    }
  }

  async #commit(plan: GroupPlan): Promise<CommitOutcome> {
    if (plan.planned.length === 0) return 'committed'
    const { committer, logger } = this.#room.ports
    const abort = new AbortController()
    const [first] = plan.planned
    const long = first?.waiting.ahead && first
    const progress = long ? long.waiting.progress : CommitProgress.ofGroup(this.#room, plan)
    this.#current = { group: plan.planned.map(({ waiting }) => waiting), abort }
    try {
      const writing = committer.commit(
        this.#room.id,
        plan.base,
        plan.planned.map(({ commit }) => commit),
        { signal: abort.signal, onProgress: (done, total) => progress?.written(done / total) },
      )
      if (!long) return await writing
      const [outcome, state] = await Promise.all([writing, this.#apply(long.commit.commit.changes, abort)])
      plan.state = state
      if (outcome === 'cancelled' && !state)
        long.waiting.resolve(internalProblem(abort.signal.reason, 'apply', this.#room.ports))
      return outcome
    } catch (error) {
      logger.warn({ err: error, organizationId: this.#room.id }, 'commit has an unknown outcome')
      return problem('unavailable', 'The database cannot be reached')
    } finally {
      this.#current = undefined
      if (!long) progress?.end()
    }
  }

  /** The state after a long save, made while it is written. What does not fit stops the transaction. */
  async #apply(changes: readonly Change[], abort: AbortController): Promise<Replica | undefined> {
    try {
      return await applyInSlices(this.#room.state.fork(), changes, this.#room.ports.world)
    } catch (error) {
      abort.abort(error)
      return undefined
    }
  }

  /** Refusals and no-ops are told only now: they were judged on top of what is durable since (CM5, CM3). */
  async #answerOthers(plan: GroupPlan): Promise<void> {
    if (plan.answered.length === 0) return
    let stored: StoredResult[] = []
    try {
      await this.#room.follow.catchUp()
      const ids = plan.answered.map(({ waiting }) => waiting.mutationId)
      stored = await this.#room.ports.committer.find(this.#room.id, ids)
    } catch (error) {
      this.#room.ports.logger.warn({ err: error }, 'could not look for stored results')
      for (const { waiting } of plan.answered) waiting.resolve(givenUp(false))
      return
    }
    await this.#answerStored(stored)
    // Nothing was written for them, so no compare-and-set proves that they were judged by the present state.
    const isFresh = this.#room.state.version === plan.base + plan.planned.length
    for (const { waiting, answer } of plan.answered) {
      if (!this.#isWaiting(waiting)) continue
      if (isFresh || waiting.isCancelled || waiting.looks >= MAX_LOOKS) waiting.resolve(answer)
      else {
        waiting.looks += 1
        this.#waiting.unshift(waiting)
      }
    }
  }

  /** Answers mutations that turn out to be durable already, after applying their commits. */
  async #answerStored(stored: readonly StoredResult[]): Promise<void> {
    const last = Math.max(0, ...stored.map(({ version }) => version))
    if (last > this.#room.state.version) await this.#room.follow.catchUp()
    for (const { mutationId, actorId, version, result } of stored) {
      const waiting = this.#byId.get(mutationId)
      if (waiting) waiting.resolve(waiting.actorId === actorId ? { version, result } : idTaken())
    }
  }

  /** Catches up and finds out what is durable. False when the database does not answer. */
  async #learn(plan: GroupPlan): Promise<boolean> {
    try {
      await this.#room.follow.catchUp()
      await this.#room.staging.catchUp(
        plan.planned.flatMap(({ commit }) => commit.unstage?.changeSetId ?? []),
      )
      const ids = plan.planned.map(({ waiting }) => waiting.mutationId)
      await this.#answerStored(await this.#room.ports.committer.find(this.#room.id, ids))
      return true
    } catch (error) {
      this.#room.ports.logger.warn({ err: error }, 'could not catch up')
      return false
    }
  }

  /** The database said no. Alone, a mutation is rejected; in company everyone is tried alone (CM11). */
  #refused(plan: GroupPlan, reason: Problem): void {
    const group = [
      ...plan.planned.map(({ waiting }) => waiting),
      ...plan.answered.map(({ waiting }) => waiting),
    ]
    const [only] = plan.planned
    if (only && plan.planned.length === 1 && (only.waiting.isAlone || group.length === 1)) {
      only.waiting.resolve(reason)
      group.splice(group.indexOf(only.waiting), 1)
    }
    for (const waiting of group) waiting.isAlone = true
    this.#waiting.unshift(...group)
  }

  #pause(ms: number): Promise<void> {
    const { world } = this.#room.ports
    return new Promise((resolve) => world.setTimeout(resolve, ms * world.random()))
  }
}

const idTaken = () => problem('conflict', 'This mutation id was used already')

const givenUp = (isKnown: boolean) =>
  isKnown
    ? problem('too-many', 'Too many others are saving; nothing was changed, try again')
    : problem('unavailable', 'The database does not answer', {
        detail: 'It is not known whether this was saved. Look before you try again.',
      })
