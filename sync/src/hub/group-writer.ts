/**
 * Writes one group of waiting mutations: planned in order on a fork, one call of the committer, applied, then
 * answered. Owns the group that is being written. Invariants: everyone in it is answered or waits again, and
 * what may be durable is never called refused (CM2, CM12).
 */
import type { Change } from '../model/change.ts'
import type { Replica } from '../model/replica.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import { applyInSlices } from './apply-in-slices.ts'
import { CommitProgress } from './commit-progress.ts'
import { internalProblem } from './internal-problem.ts'
import type { OrganizationRoom } from './organization-room.ts'
import { MAX_PLANS_BESIDE } from './plan-ahead.ts'
import { planBeside } from './plan-beside.ts'
import { type GroupPlan, planGroup } from './plan-group.ts'
import { type CommitOutcome, isNothingWritten, type StoredResult } from './ports.ts'
import { givenUp, mayAskAgain, type Waiting, type WaitingLine } from './waiting-line.ts'
import type { WrittenAhead } from './write-beside.ts'

/** Rounds lost to other nodes before giving up. */
const MAX_ROUNDS = 30
/** Times that a long save is planned in all before it is planned in one go. */
const MAX_PLANS = 5
/** Pause before what someone else is writing ahead is tried again, in milliseconds. */
const BUSY_MS = 100
/** Times that a refusal is judged anew while other nodes keep saving. */
const MAX_LOOKS = 5

export class GroupWriter {
  readonly #room: OrganizationRoom
  readonly #line: WaitingLine
  readonly #planLater: (waiting: Waiting) => void
  #current: { group: readonly Waiting[]; abort: AbortController } | undefined

  /** `planLater` takes a long save out of the group and brings it back to the line with a plan. */
  constructor(room: OrganizationRoom, line: WaitingLine, planLater: (waiting: Waiting) => void) {
    this.#room = room
    this.#line = line
    this.#planLater = planLater
  }

  /** Stops the transaction that this mutation is in, if it is being written. */
  abort(waiting: Waiting): void {
    if (this.#current?.group.includes(waiting)) this.#current.abort.abort()
  }

  /** Writes one group, however often other nodes are first. Everyone in it is answered or waits again. */
  async write(all: readonly Waiting[]): Promise<void> {
    const { world, options } = this.#room.ports
    let unknownSince: number | undefined
    for (let round = 0; ; round++) {
      const group = all.filter(
        (waiting) =>
          this.#line.isWaiting(waiting) &&
          !waiting.isBeingPlanned &&
          !this.#line.includes(waiting) &&
          !this.#room.queue.heldBack.includes(waiting),
      )
      if (group.length === 0) return
      const plan = planGroup(this.#room, group)
      await this.#planAgain(plan.outdated)
      if (plan.deferred.length > 0) this.#line.putBack(...plan.deferred)
      const outcome = await this.#commit(plan)
      if (outcome === 'committed') {
        this.#room.committed(plan)
        for (const { waiting, commit } of plan.planned)
          waiting.resolve({ version: commit.commit.version, result: commit.result ?? null })
        await this.#answerOthers(plan)
        return
      }
      if (outcome === 'cancelled') continue
      if (outcome === 'busy') return this.#busy(plan)
      if (isProblem(outcome) && outcome.kind !== 'unavailable') return this.#refused(plan, outcome)
      const isRefused = isNothingWritten(outcome) && unknownSince === undefined
      const isUnknown = outcome !== 'stale' && !isRefused
      if (isUnknown) unknownSince ??= world.now()
      const isKnown = await this.#learn(plan)
      if (isRefused) {
        // Who is left was not saved before either, if that could be looked up (CM3).
        for (const waiting of group)
          if (this.#line.isWaiting(waiting)) waiting.resolve(isKnown ? outcome : givenUp(false))
        return
      }
      // A transaction in doubt may still become durable; one that lost against the version cannot.
      const keepsTurn = plan.planned.some(({ waiting }) => waiting.written)
      const isOver = isUnknown && world.now() - (unknownSince ?? 0) >= options.unknownMs
      if (isOver || round >= MAX_ROUNDS) {
        for (const waiting of group)
          if (this.#line.isWaiting(waiting)) waiting.resolve(givenUp(isKnown && !isUnknown))
        return
      }
      if (isUnknown || (round > 0 && !keepsTurn)) await this.#pause(isUnknown ? 250 * (round + 1) : 4 * round)
    }
  }

  /** Long saves whose ground moved. After a few times the line waits, so that the next plan is the last. */
  async #planAgain(outdated: readonly Waiting[]): Promise<void> {
    for (const waiting of outdated) {
      if (waiting.plans < MAX_PLANS_BESIDE) this.#planLater(waiting)
      else {
        await waiting.written?.rows.drop()
        waiting.written = undefined
        if (waiting.plans < MAX_PLANS) await planBeside(this.#room, waiting)
        else waiting.ahead = undefined
        this.#line.putBack(waiting)
      }
    }
  }

  async #commit(plan: GroupPlan): Promise<CommitOutcome> {
    if (plan.planned.length === 0) return 'committed'
    const { committer, logger, meter } = this.#room.ports
    const begun = meter.now()
    const told = (outcome: CommitOutcome) => {
      const name = isProblem(outcome) ? 'refused' : outcome === 'busy' ? 'stale' : outcome
      meter.group(plan.planned.length, name, meter.now() - begun)
      return outcome
    }
    const abort = new AbortController()
    const [first] = plan.planned
    const long = first?.waiting.ahead && first
    const progress = long ? long.waiting.progress : CommitProgress.ofGroup(this.#room, plan)
    this.#current = { group: plan.planned.map(({ waiting }) => waiting), abort }
    try {
      if (long?.waiting.written) return told(await this.#finish(plan, long.waiting.written))
      const writing = committer.commit(
        this.#room.id,
        plan.base,
        plan.planned.map(({ commit }) => commit),
        {
          signal: abort.signal,
          epoch: this.#room.epoch,
          onProgress: (done, total) => progress?.written(done / total),
        },
      )
      if (!long) return told(await writing)
      const [outcome, state] = await Promise.all([writing, this.#apply(long.commit.commit.changes, abort)])
      plan.state = state
      if (outcome === 'cancelled' && !state)
        long.waiting.resolve(internalProblem(abort.signal.reason, 'apply', this.#room.ports))
      return told(outcome)
    } catch (error) {
      meter.group(plan.planned.length, 'unknown', meter.now() - begun)
      logger.warn({ err: error, organizationId: this.#room.id }, 'commit has an unknown outcome')
      return problem('unavailable', 'The database cannot be reached')
    } finally {
      this.#current = undefined
      if (!long) progress?.end()
    }
  }

  /** Numbers a long save whose rows are written. Its state takes along what others saved meanwhile. */
  async #finish(plan: GroupPlan, written: WrittenAhead): Promise<CommitOutcome> {
    const [save] = plan.planned
    if (!save) return 'committed'
    try {
      const since = this.#room.history.after(written.state?.version ?? plan.base)
      if (since && written.state?.follow(this.#room.state, since)) plan.state = written.state
    } catch (error) {
      this.#room.ports.logger.error({ err: error }, 'a commit touched what a long save wants')
      written.state = undefined
    }
    const outcome = await written.rows.finish(plan.base, save.commit)
    if (outcome !== 'stale') save.waiting.written = undefined
    return outcome
  }

  /** Another node is writing the same facts ahead: alone and aside, so that nobody else waits for it. */
  #busy({ planned, answered }: GroupPlan): void {
    const { world, options } = this.#room.ports
    const group = [...planned, ...answered].map(({ waiting }) => waiting)
    const [only] = planned
    if (only && planned.length === 1) {
      const { waiting } = only
      group.splice(group.indexOf(waiting), 1)
      waiting.busySince ??= world.now()
      if (world.now() - waiting.busySince >= options.unknownMs) waiting.resolve(givenUp(true))
      else {
        this.#room.queue.heldBack.hold(waiting)
        world.setTimeout(() => this.#room.queue.tryAgain(waiting), BUSY_MS * (0.5 + world.random()))
      }
    } else for (const waiting of group) waiting.isAlone = true
    this.#line.putBack(...group)
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
      const { logger, world, options } = this.#room.ports
      logger.warn({ err: error }, 'could not look for stored results')
      const others = plan.answered.map(({ waiting }) => waiting)
      const unanswered = others.filter((waiting) => this.#line.isWaiting(waiting))
      for (const waiting of unanswered)
        if (!mayAskAgain(waiting, world.now(), options.unknownMs)) waiting.resolve(givenUp(false))
      this.#line.putBack(...unanswered.filter((waiting) => this.#line.isWaiting(waiting)))
      return this.#pause(250)
    }
    await this.#answerStored(stored)
    // Nothing was written for them, so no compare-and-set proves that they were judged by the present state.
    const isFresh = this.#room.state.version === plan.base + plan.planned.length
    for (const { waiting, answer } of plan.answered) {
      if (!this.#line.isWaiting(waiting)) continue
      if (isFresh || waiting.isCancelled || waiting.looks >= MAX_LOOKS) waiting.resolve(answer)
      else {
        waiting.looks += 1
        this.#line.putBack(waiting)
      }
    }
  }

  /** Answers mutations that turn out to be durable already, after applying their commits. */
  async #answerStored(stored: readonly StoredResult[]): Promise<void> {
    const last = Math.max(0, ...stored.map(({ version }) => version))
    if (last > this.#room.state.version) await this.#room.follow.catchUp()
    this.#line.answerStored(stored)
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
    this.#line.putBack(...group)
  }

  #pause(ms: number): Promise<void> {
    const { world } = this.#room.ports
    return new Promise((resolve) => world.setTimeout(resolve, ms * world.random()))
  }
}
