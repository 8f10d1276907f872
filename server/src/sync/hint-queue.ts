/** How hints travel between nodes: gathered, as short JSON texts. Nothing here knows the medium. */
import type { Hint } from '@muster/sync/hub/ports.ts'
import { Peer } from '@muster/sync/protocol/presence.ts'
import { Progress } from '@muster/sync/protocol/progress.ts'
import { Id, Version } from '@muster/sync/protocol/scalars.ts'
import { z } from 'zod'

const from = { organizationId: Id, node: z.string() }
const AwareClient = z.object({
  client: z.int(),
  clock: z.int(),
  user: z.object({ id: Id, name: z.string(), hue: z.int() }).nullable(),
})

const HintShape = z.discriminatedUnion('of', [
  z.object({ of: z.literal('version'), organizationId: Id, version: Version }),
  z.object({ of: z.literal('staging'), organizationId: Id, changeSetId: Id }),
  z.object({ of: z.literal('session-ended'), sessionIds: z.array(z.string()) }),
  z.object({
    of: z.literal('peers'),
    ...from,
    rev: z.int(),
    starts: z.boolean(),
    ends: z.boolean(),
    put: z.array(z.object({ peer: Peer, tab: z.string() })),
    gone: z.array(z.string()),
  }),
  z.object({ of: z.literal('peers-alive'), ...from, rev: z.int() }),
  z.object({ of: z.literal('peers-wanted'), ...from, from: z.string().nullable() }),
  z.object({ of: z.literal('awareness'), ...from, changeSetId: Id, clients: z.array(AwareClient) }),
  z.object({ of: z.literal('awareness-wanted'), ...from, changeSetId: Id }),
  z.object({ of: z.literal('progress'), ...from, progress: Progress }),
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

/** What a newer hint makes worthless. Each of the others is its own subject: who publishes them bounds them. */
function subject(hint: Hint): unknown {
  switch (hint.of) {
    case 'version':
      return `version ${hint.organizationId}`
    case 'staging':
      return `staging ${hint.changeSetId}`
    case 'progress':
      return `progress ${hint.progress.mutationId}`
    case 'session-ended':
    case 'peers':
    case 'peers-alive':
    case 'peers-wanted':
    case 'awareness':
    case 'awareness-wanted':
      return hint
    default:
      return hint satisfies never
  }
}
