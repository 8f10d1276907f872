/**
 * Who waits to become durable in one organization, and in which order. Owns the line and the answers. Invariants:
 * a mutation waits once, whoever asks for it again, and is answered once; who is known but not in the line is
 * being covered, planned or written.
 */
import type { Saved } from '../protocol/committed.ts'
import { type Problem, problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { CommitProgress } from './commit-progress.ts'
import type { PlanAhead } from './plan-ahead.ts'
import type { StoredResult } from './ports.ts'
import type { WrittenAhead } from './write-beside.ts'

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
  /** Its rows, if they are written already; ends their writing. */
  written: WrittenAhead | undefined
  stop: AbortController | undefined
  /** Since when it waits for what another node is writing ahead. */
  busySince: number | undefined
  /** Since when the database did not answer what must be asked for it. */
  silentSince: number | undefined
  progress: CommitProgress | undefined
  answer: Promise<Saved | Problem>
  resolve(answer: Saved | Problem): void
}

export class WaitingLine {
  readonly #byId = new Map<Id, Waiting>()
  #line: Waiting[] = []

  /** How many wait for an answer, in the line or not. */
  get size(): number {
    return this.#byId.size
  }

  /** How many of this person's wait for an answer. */
  sizeOf(actorId: Id | null): number {
    let count = 0
    for (const waiting of this.#byId.values()) if (waiting.actorId === actorId) count += 1
    return count
  }

  /** True when nobody is in the line; some may still be written. */
  get isEmpty(): boolean {
    return this.#line.length === 0
  }

  find(mutationId: Id): Waiting | undefined {
    return this.#byId.get(mutationId)
  }

  /** Makes a mutation known that is not yet; it is not in the line before `push`. */
  admit(request: Request): Waiting {
    const { promise: answer, resolve } = Promise.withResolvers<Saved | Problem>()
    const waiting: Waiting = {
      ...request,
      isCancelled: false,
      isAlone: false,
      looks: 0,
      ahead: undefined,
      plans: 0,
      isBeingPlanned: false,
      written: undefined,
      stop: undefined,
      busySince: undefined,
      silentSince: undefined,
      progress: undefined,
      answer,
      resolve: (value) => {
        waiting.progress?.end()
        waiting.stop?.abort()
        void waiting.written?.rows.drop()
        this.#byId.delete(request.mutationId)
        resolve(value)
      },
    }
    this.#byId.set(request.mutationId, waiting)
    return waiting
  }

  /** True until it is answered. */
  isWaiting(waiting: Waiting): boolean {
    return this.#byId.get(waiting.mutationId) === waiting
  }

  includes(waiting: Waiting): boolean {
    return this.#line.includes(waiting)
  }

  push(waiting: Waiting): void {
    this.#line.push(waiting)
  }

  /** Puts these before all others, in their order. */
  putBack(...waiting: readonly Waiting[]): void {
    this.#line.unshift(...waiting)
  }

  /** Takes the next ones that may be written together. */
  takeGroup(maxSize: number): Waiting[] {
    const alone = this.#line[0]?.isAlone
    const end = alone ? 1 : this.#line.findIndex((waiting) => waiting.isAlone)
    return this.#line.splice(0, Math.min(maxSize, end < 0 ? this.#line.length : end))
  }

  /** Answers those that turn out to be durable already. */
  answerStored(stored: readonly StoredResult[]): void {
    for (const result of stored) {
      const waiting = this.#byId.get(result.mutationId)
      waiting?.resolve(storedAnswer(result, waiting))
    }
  }

  /** Answers everyone, and empties the line. */
  answerAll(answer: Problem): void {
    this.#line = []
    for (const waiting of [...this.#byId.values()]) waiting.resolve(answer)
  }
}

/** The first answer again, for whoever sent it; nothing of it for others (CM3, CM14). */
export function storedAnswer({ actorId, version, result }: StoredResult, asked: Request): Saved | Problem {
  return asked.actorId === actorId ? { version, result } : idTaken()
}

export const idTaken = () => problem('conflict', 'This mutation id was used already')

/** The database did not answer what must be asked for this one: true while that may be tried again (CM19). */
export function mayAskAgain(waiting: Waiting, now: number, unknownMs: number): boolean {
  waiting.silentSince ??= now
  return now - waiting.silentSince < unknownMs
}

/** Given up; `isKnown` says that surely nothing was changed. */
export const givenUp = (isKnown: boolean) =>
  isKnown
    ? problem('too-many', 'Too many others are saving; nothing was changed, try again')
    : problem('unavailable', 'The database does not answer', {
        detail: 'It is not known whether this was saved. Look before you try again.',
      })
