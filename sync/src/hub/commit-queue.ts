/**
 * Lets mutations of one organization in and has them written, one group at a time. Owns when: what must be waited
 * for before the line, who is turned away, what runs. The order is `WaitingLine`'s, writing is `GroupWriter`'s.
 * Invariants: an answer `committed` follows durability and the deltas; `rejected` says that nothing changed.
 */
import type { Saved } from '../protocol/committed.ts'
import { type Problem, problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import { GroupWriter } from './group-writer.ts'
import { HeldBack } from './held-back.ts'
import { internalProblem } from './internal-problem.ts'
import type { OrganizationRoom } from './organization-room.ts'
import { isLong } from './plan-ahead.ts'
import { planBeside } from './plan-beside.ts'
import {
  givenUp,
  idTaken,
  mayAskAgain,
  type Request,
  storedAnswer,
  type Waiting,
  WaitingLine,
} from './waiting-line.ts'
import { writeBeside } from './write-beside.ts'

/** Longest pause before a change set that could not be read is asked for again, in milliseconds. */
const SILENT_MS = 500

export class CommitQueue {
  readonly #room: OrganizationRoom
  readonly #line = new WaitingLine()
  readonly #writer: GroupWriter
  /** Who waits for a long save that is being written. */
  readonly heldBack = new HeldBack()
  #isRunning = false

  constructor(room: OrganizationRoom) {
    this.#room = room
    this.#writer = new GroupWriter(room, this.#line, (waiting) => this.#planLater(waiting))
  }

  /** How many wait for an answer. */
  get size(): number {
    return this.#line.size
  }

  /** True when nothing waits and nothing is being written. */
  get isIdle(): boolean {
    return this.#line.size === 0
  }

  /** Resolves when the mutation is durable or refused. Never rejects. */
  submit(request: Request): Promise<Saved | Problem> {
    const known = this.#line.find(request.mutationId)
    if (known) return known.actorId === request.actorId ? known.answer : Promise.resolve(idTaken())
    if (this.#isTooMuch(request)) return this.#turnAway(request)
    const waiting = this.#line.admit(request)
    this.#enter(waiting)
    return waiting.answer
  }

  /** Stops a mutation of this person's that is not durable yet; whoever waits for it is told (CM8). */
  cancel(mutationId: Id, actorId: Id): void {
    const waiting = this.#line.find(mutationId)
    if (!waiting || waiting.actorId !== actorId) return
    waiting.isCancelled = true
    waiting.stop?.abort()
    this.#writer.abort(waiting)
  }

  /** The room is gone: who still waits must ask another one, which knows what became durable. */
  close(): void {
    this.#line.answerAll(givenUp(false))
  }

  /** Puts what was held back into the line again, before all others. */
  tryAgain(waiting: Waiting): void {
    this.#goOn(this.heldBack.free(waiting))
  }

  /** The line is full, or this person has taken their part of it (CM13, CM18). */
  #isTooMuch({ actorId }: Request): boolean {
    const { maxWaiting, maxWaitingPerPerson } = this.#room.options
    const { size } = this.#line
    if (size >= maxWaiting) return true
    return (
      actorId !== null && size >= maxWaitingPerPerson && this.#line.sizeOf(actorId) >= maxWaitingPerPerson
    )
  }

  /** Too much waits. Even so, what is durable already is not called refused (CM2). */
  async #turnAway(request: Request): Promise<Saved | Problem> {
    try {
      const [stored] = await this.#room.ports.committer.find(this.#room.id, [request.mutationId])
      if (stored) return storedAnswer(stored, request)
    } catch {
      return givenUp(false)
    }
    return problem('too-many', 'Too much is being saved at the moment; try again')
  }

  #enter(waiting: Waiting): void {
    this.#room.staging.keepFor(waiting, waiting.answer)
    this.#cover(waiting)
  }

  /** Saves of change sets first wait for what they name; nobody else waits for them (ST8). */
  #cover(waiting: Waiting): void {
    const cover = waiting.isCancelled ? undefined : this.#room.staging.coverFor(waiting)
    if (!cover) {
      this.#add(waiting)
      return
    }
    cover.then(
      (refusal) => (refusal ? waiting.resolve(refusal) : this.#add(waiting)),
      (error) => {
        const { logger, world, options } = this.#room.ports
        logger.warn({ err: error }, 'could not read a change set')
        if (!mayAskAgain(waiting, world.now(), options.unknownMs)) waiting.resolve(givenUp(false))
        else
          world.setTimeout(() => {
            if (this.#line.isWaiting(waiting)) this.#cover(waiting)
          }, SILENT_MS * world.random())
      },
    )
  }

  #add(waiting: Waiting): void {
    if (waiting.ahead || waiting.plans > 0 || !isLong(this.#room, waiting)) this.#push(waiting)
    else this.#planLater(waiting)
  }

  /** Plans a long save beside the line and writes its rows; meanwhile others overtake it (CM15, CM16). */
  #planLater(waiting: Waiting): void {
    waiting.isBeingPlanned = true
    if (waiting.plans === 0) waiting.answer.then(() => this.#release(waiting))
    this.#writeBeside(waiting).finally(() => {
      waiting.isBeingPlanned = false
      if (this.#line.isWaiting(waiting)) this.#push(waiting)
    })
  }

  async #writeBeside(waiting: Waiting): Promise<void> {
    await waiting.written?.rows.drop()
    waiting.written = undefined
    this.#release(waiting)
    await planBeside(this.#room, waiting)
    if (!this.#line.isWaiting(waiting) || waiting.isCancelled) return
    try {
      await writeBeside(this.#room, waiting)
    } catch (error) {
      this.#room.ports.logger.warn({ err: error }, 'could not write beside the line')
    }
  }

  /** Whoever waited for this save goes on. */
  #release(waiting: Waiting): void {
    this.#goOn(this.heldBack.end(waiting))
  }

  #goOn(held: readonly Waiting[]): void {
    const free = held.filter((each) => this.#line.isWaiting(each))
    if (free.length === 0) return
    this.#line.putBack(...free)
    this.#start()
  }

  #push(waiting: Waiting): void {
    this.#line.push(waiting)
    this.#start()
  }

  #start(): void {
    if (this.#isRunning) return
    this.#isRunning = true
    // A turn later, so that mutations that arrive together are written together.
    queueMicrotask(() => this.#run())
  }

  async #run(): Promise<void> {
    while (!this.#line.isEmpty && !this.#room.isClosed) {
      const group = this.#line.takeGroup(this.#room.options.maxBatch)
      try {
        await this.#writer.write(group)
      } catch (error) {
        const reason = internalProblem(error, 'commit', this.#room.ports)
        for (const waiting of group) if (this.#line.isWaiting(waiting)) waiting.resolve(reason)
      }
    }
    this.#isRunning = false
    if (this.#room.isClosed) this.close()
  }
}
