/**
 * Owns the mutations that were asked for and not answered yet. They are sent when the connection is live
 * and again, with the same id, after every cut (RC5); the node applies each once.
 */
import type { Saved } from '../protocol/committed.ts'
import { type Problem, problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { Up } from '../protocol/up.ts'

interface InFlight {
  name: string
  args: unknown
  promise: Promise<Saved | Problem>
  resolve(answer: Saved | Problem): void
}

export class Mutations {
  readonly #send: (frame: Up) => void
  readonly #inFlight = new Map<Id, InFlight>()

  constructor(send: (frame: Up) => void) {
    this.#send = send
  }

  get size(): number {
    return this.#inFlight.size
  }

  /** Asks for a mutation; asking twice with one id is asking once. */
  ask(mutationId: Id, name: string, args: unknown): Promise<Saved | Problem> {
    const known = this.#inFlight.get(mutationId)
    if (known) return known.promise
    const { promise, resolve } = Promise.withResolvers<Saved | Problem>()
    this.#inFlight.set(mutationId, { name, args, promise, resolve })
    this.#send({ type: 'mutate', mutationId, name, args })
    return promise
  }

  cancel(mutationId: Id): void {
    if (this.#inFlight.has(mutationId)) this.#send({ type: 'cancel', mutationId })
  }

  /** False when nobody waits for this answer any more. */
  answer(mutationId: Id, answer: Saved | Problem): boolean {
    const mutation = this.#inFlight.get(mutationId)
    if (!mutation) return false
    this.#inFlight.delete(mutationId)
    mutation.resolve(answer)
    return true
  }

  resume(): void {
    for (const [mutationId, { name, args }] of this.#inFlight)
      this.#send({ type: 'mutate', mutationId, name, args })
  }

  /** No answer will come. What was sent may have been saved or not. */
  abandon(): void {
    const answer = problem('unavailable', 'The connection ended before the answer came', {
      detail: 'Look whether it was saved before trying again.',
    })
    for (const mutationId of [...this.#inFlight.keys()]) this.answer(mutationId, answer)
  }
}
