/** Owns the list of who is online, as the node told it, this console included. */
import type { Peer, PresenceChange } from '../protocol/presence.ts'

export class Peers {
  #byConnection: ReadonlyMap<string, Peer> = new Map()
  #list: readonly Peer[] = []

  /** Everyone online, longest first. The same array until something changes. */
  get list(): readonly Peer[] {
    return this.#list
  }

  apply(change: PresenceChange): void {
    const next = new Map(change.reset ? [] : this.#byConnection)
    for (const connectionId of change.gone) next.delete(connectionId)
    for (const peer of change.put) next.set(peer.connectionId, peer)
    this.#byConnection = next
    this.#list = [...next.values()].sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
  }

  clear(): void {
    this.#byConnection = new Map()
    this.#list = []
  }
}
