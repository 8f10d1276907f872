/** Owns who is online, as the node told it: everyone, or of very many those at this console's page. */
import type { Crowd, Peer, PresenceChange } from '../protocol/presence.ts'

export class Peers {
  #byConnection: ReadonlyMap<string, Peer> = new Map()
  #list: readonly Peer[] = []
  #crowd: Crowd | null = null

  /** How many there are, when they are too many for the list. */
  get crowd(): Crowd | null {
    return this.#crowd
  }

  /** Whom the node named, longest online first. The same array until something changes. */
  get list(): readonly Peer[] {
    return this.#list
  }

  apply(change: PresenceChange): void {
    const next = new Map(change.reset ? [] : this.#byConnection)
    for (const connectionId of change.gone) next.delete(connectionId)
    for (const peer of change.put) next.set(peer.connectionId, peer)
    this.#byConnection = next
    this.#crowd = change.crowd
    this.#list = [...next.values()].sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
  }

  clear(): void {
    this.#byConnection = new Map()
    this.#list = []
    this.#crowd = null
  }
}
