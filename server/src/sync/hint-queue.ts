/** How hints travel between nodes: gathered, as short JSON texts. Nothing here knows the medium. */
import type { Hint } from '@muster/sync/hub/ports.ts'
import { Id, Version } from '@muster/sync/protocol/scalars.ts'
import { z } from 'zod'

const HintShape = z.discriminatedUnion('of', [
  z.object({ of: z.literal('version'), organizationId: Id, version: Version }),
  z.object({ of: z.literal('staging'), organizationId: Id, changeSetId: Id }),
  z.object({ of: z.literal('session-ended'), sessionIds: z.array(z.string()) }),
])

/** JSON texts of at most `maxBytes`; a long list of sessions becomes several. */
export function encodeHint(hint: Hint, maxBytes: number): string[] {
  const text = JSON.stringify(hint)
  if (hint.of !== 'session-ended' || hint.sessionIds.length < 2 || Buffer.byteLength(text) <= maxBytes) {
    return [text]
  }
  const middle = hint.sessionIds.length >> 1
  return [hint.sessionIds.slice(0, middle), hint.sessionIds.slice(middle)].flatMap((sessionIds) =>
    encodeHint({ of: 'session-ended', sessionIds }, maxBytes),
  )
}

/** Undefined for anything that is not a hint, e.g. from a node of another version. */
export function decodeHint(text: string | undefined): Hint | undefined {
  try {
    return HintShape.safeParse(JSON.parse(text ?? '')).data
  } catch {
    return undefined
  }
}

/** Sends hints one bunch at a time. Of the hints that wait, a newer one replaces an older about the same. */
export class HintQueue {
  readonly #send: (hints: readonly Hint[]) => Promise<void>
  #waiting = new Map<unknown, Hint>()
  #sending: Promise<void> | undefined

  /** `send` must not reject. */
  constructor(send: (hints: readonly Hint[]) => Promise<void>) {
    this.#send = send
  }

  /** Resolves when everything that waited was sent. */
  add(hint: Hint): Promise<void> {
    const key = subject(hint)
    // Deleted first: a replaced hint goes to the end of the line.
    this.#waiting.delete(key)
    this.#waiting.set(key, hint)
    this.#sending ??= this.#drain()
    return this.#sending
  }

  async idle(): Promise<void> {
    await this.#sending
  }

  async #drain(): Promise<void> {
    while (this.#waiting.size > 0) {
      const hints = [...this.#waiting.values()]
      this.#waiting = new Map()
      await this.#send(hints)
    }
    this.#sending = undefined
  }
}

/** Ended sessions have nothing to be replaced by: each such hint is its own subject. */
function subject(hint: Hint): unknown {
  if (hint.of === 'version') return `version ${hint.organizationId}`
  return hint.of === 'staging' ? `staging ${hint.changeSetId}` : hint
}
