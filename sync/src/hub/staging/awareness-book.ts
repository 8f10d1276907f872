/**
 * Owns who is shown in one change set's awareness. What a console says of itself is replaced by what the
 * server knows (ST9); it says only that a Yjs client id is here. Ephemeral, nothing is stored.
 */
import type { AwarenessEntry } from './frames.ts'
import type { StagingSocket } from './staging-socket.ts'

/** Identity as the server knows it. */
export interface AwareUser {
  id: string
  name: string
  hue: number
}

const MAX_CLIENTS_PER_SOCKET = 8

export class AwarenessBook {
  readonly #byClient = new Map<number, { clock: number; user: AwareUser; socket: StagingSocket }>()

  /** Takes what a socket says; answers what the others must hear. Claims of another's client id are ignored. */
  take(
    socket: StagingSocket,
    entries: readonly AwarenessEntry[],
    user: AwareUser,
    mayUse: (client: number) => boolean,
  ): AwarenessEntry[] {
    const news: AwarenessEntry[] = []
    for (const { client, clock, state } of entries) {
      const known = this.#byClient.get(client)
      if (known && known.socket !== socket && known.user.id !== user.id) continue
      if (known && clock < known.clock) continue
      if (state === null) {
        if (known?.socket !== socket) continue
        this.#byClient.delete(client)
        news.push({ client, clock, state: null })
      } else if (mayUse(client) && (known || this.#countOf(socket) < MAX_CLIENTS_PER_SOCKET)) {
        this.#byClient.set(client, { clock, user, socket })
        news.push({ client, clock, state: { user } })
      }
    }
    return news
  }

  /** The socket is gone: what the others must hear. */
  leave(socket: StagingSocket): AwarenessEntry[] {
    const news: AwarenessEntry[] = []
    for (const [client, { clock, socket: owner }] of this.#byClient) {
      if (owner !== socket) continue
      this.#byClient.delete(client)
      news.push({ client, clock, state: null })
    }
    return news
  }

  all(): AwarenessEntry[] {
    return [...this.#byClient].map(([client, { clock, user }]) => ({ client, clock, state: { user } }))
  }

  #countOf(socket: StagingSocket): number {
    let count = 0
    for (const entry of this.#byClient.values()) if (entry.socket === socket) count += 1
    return count
  }
}
