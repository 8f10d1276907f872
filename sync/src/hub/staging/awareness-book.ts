/**
 * Owns who is shown in one change set's awareness, here and as other nodes tell. What a console says of
 * itself is replaced by what the server knows (ST9); it says only that a Yjs client id is here. Ephemeral,
 * nothing is stored: consoles renew themselves, and those of other nodes that do not are dropped (ST16).
 */
import type { AwareClient } from '../ports.ts'
import type { AwarenessEntry } from './frames.ts'
import type { StagingSocket } from './staging-socket.ts'

/** Identity as the server knows it. */
export type AwareUser = NonNullable<AwareClient['user']>

/** What was heard of one Yjs client, on a socket of this node or from another one. */
interface Known {
  clock: number
  user: AwareUser
  from: StagingSocket | { node: string; heardAt: number }
}

const MAX_CLIENTS_PER_SOCKET = 8
/** y-protocols drops a client after 30 s without renewal; consoles renew every 15 s. */
const SILENCE_MS = 45_000

export class AwarenessBook {
  readonly #byClient = new Map<number, Known>()

  get size(): number {
    return this.#byClient.size
  }

  /** Takes what a socket says; answers what the others must hear. Claims of another's client id are ignored. */
  take(
    socket: StagingSocket,
    entries: readonly AwarenessEntry[],
    user: AwareUser,
    mayUse: (client: number) => boolean,
  ): AwareClient[] {
    const news: AwareClient[] = []
    for (const { client, clock, state } of entries) {
      const known = this.#byClient.get(client)
      if (known && known.from !== socket && known.user.id !== user.id) continue
      if (known && clock < known.clock) continue
      if (state === null) {
        if (known?.from !== socket) continue
        this.#byClient.delete(client)
        news.push({ client, clock, user: null })
      } else if ((known || this.#countOf(socket) < MAX_CLIENTS_PER_SOCKET) && mayUse(client)) {
        this.#byClient.set(client, { clock, user, from: socket })
        news.push({ client, clock, user })
      }
    }
    return news
  }

  /** Takes what another node says of its consoles; answers what the consoles here must hear. */
  hear(node: string, clients: readonly AwareClient[], now: number): AwareClient[] {
    const news: AwareClient[] = []
    for (const { client, clock, user } of clients) {
      const known = this.#byClient.get(client)
      // Who is on a socket here is here, whatever others still think.
      if (known && !('node' in known.from)) continue
      const isSameNode = known && 'node' in known.from && known.from.node === node
      if (known && (clock < known.clock || (user === null && !isSameNode))) continue
      if (user === null) {
        if (this.#byClient.delete(client)) news.push({ client, clock, user })
        continue
      }
      if (!known || clock > known.clock) news.push({ client, clock, user })
      this.#byClient.set(client, { clock, user, from: { node, heardAt: now } })
    }
    return news
  }

  /** Drops consoles of other nodes that were not heard of for long: what the consoles here must hear. */
  expire(now: number): AwareClient[] {
    return this.#drop(({ from }) => 'node' in from && now - from.heardAt >= SILENCE_MS)
  }

  /** The socket is gone: what the others must hear. */
  leave(socket: StagingSocket): AwareClient[] {
    return this.#drop(({ from }) => from === socket)
  }

  /** Everyone, for the consoles here. */
  all(): AwareClient[] {
    return this.#list(() => true)
  }

  /** The consoles here, for other nodes. */
  own(): AwareClient[] {
    return this.#list(({ from }) => !('node' in from))
  }

  #list(which: (known: Known) => boolean): AwareClient[] {
    const list: AwareClient[] = []
    for (const [client, known] of this.#byClient)
      if (which(known)) list.push({ client, clock: known.clock, user: known.user })
    return list
  }

  #drop(which: (known: Known) => boolean): AwareClient[] {
    const news: AwareClient[] = []
    for (const [client, known] of this.#byClient) {
      if (!which(known)) continue
      this.#byClient.delete(client)
      news.push({ client, clock: known.clock, user: null })
    }
    return news
  }

  #countOf(socket: StagingSocket): number {
    let count = 0
    for (const { from } of this.#byClient.values()) if (from === socket) count += 1
    return count
  }
}
