/**
 * Owns who is online in one organization on this node, and tells every console, gathered per window.
 * Names and hues are the server's. Ephemeral: nothing of it is stored.
 */
import type { User } from '../model/entities.ts'
import type { Peer, Place } from '../protocol/presence.ts'
import type { Id } from '../protocol/scalars.ts'
import type { Connection } from './connection.ts'
import type { HubOptions } from './options.ts'
import type { World } from './ports.ts'

export interface PresenceOptions extends Pick<HubOptions, 'presenceWindowMs' | 'presenceGraceMs'> {
  world: World
  userOf(id: Id): User | undefined
  /** Sends to every console of the organization here. */
  broadcast(text: string): void
}

const HUES = 6

interface Listed {
  peer: Peer
  clientId: string
  cancelRemoval: () => void
}

export class Presence {
  readonly #options: PresenceOptions
  readonly #listed = new Map<string, Listed>()
  readonly #changed = new Set<string>()
  #cancelFlush: (() => void) | undefined

  constructor(options: PresenceOptions) {
    this.#options = options
  }

  /** Lists a connection and tells it everyone. The same tab's former connection is replaced at once (PS4). */
  join(connection: Connection): void {
    const { world, userOf } = this.#options
    const { userId } = connection.who
    for (const [id, listed] of this.#listed)
      if (listed.clientId === connection.clientId && listed.peer.userId === userId) this.#remove(id)
    const peer: Peer = {
      connectionId: connection.id,
      userId,
      name: userOf(userId)?.name ?? '',
      hue: this.hueOf(userId),
      place: null,
      since: new Date(world.now()).toISOString(),
    }
    this.#listed.set(connection.id, { peer, clientId: connection.clientId, cancelRemoval: () => {} })
    this.#touch(connection.id)
    connection.send({
      type: 'presence',
      reset: true,
      put: [...this.#listed.values()].map((listed) => listed.peer),
      gone: [],
    })
  }

  /** A dropped connection stays listed for a while; a revoked one goes at once. */
  leave(connection: Connection, isRevoked: boolean): void {
    const listed = this.#listed.get(connection.id)
    if (!listed) return
    if (isRevoked) {
      this.#remove(connection.id)
      return
    }
    listed.cancelRemoval()
    listed.cancelRemoval = this.#options.world.setTimeout(
      () => this.#remove(connection.id),
      this.#options.presenceGraceMs,
    )
  }

  here(connection: Connection, place: Place): void {
    const listed = this.#listed.get(connection.id)
    if (!listed) return
    listed.peer = { ...listed.peer, place }
    this.#touch(connection.id)
  }

  /** A person's name may have changed. */
  renamed(userId: Id): void {
    const name = this.#options.userOf(userId)?.name
    for (const [id, listed] of this.#listed) {
      if (name === undefined || listed.peer.userId !== userId || listed.peer.name === name) continue
      listed.peer = { ...listed.peer, name }
      this.#touch(id)
    }
  }

  /** 1–6 by a stable hash of the user, moved to the next one that nobody else online has (PS2). */
  hueOf(userId: Id): number {
    const taken = new Set<number>()
    for (const { peer } of this.#listed.values()) {
      if (peer.userId === userId) return peer.hue
      taken.add(peer.hue)
    }
    const first = hash(userId) % HUES
    for (let step = 0; step < HUES; step++) {
      const hue = ((first + step) % HUES) + 1
      if (!taken.has(hue)) return hue
    }
    return first + 1
  }

  stop(): void {
    this.#cancelFlush?.()
    for (const { cancelRemoval } of this.#listed.values()) cancelRemoval()
    this.#listed.clear()
  }

  #remove(connectionId: string): void {
    this.#listed.get(connectionId)?.cancelRemoval()
    if (this.#listed.delete(connectionId)) this.#touch(connectionId)
  }

  #touch(connectionId: string): void {
    this.#changed.add(connectionId)
    this.#cancelFlush ??= this.#options.world.setTimeout(() => this.#flush(), this.#options.presenceWindowMs)
  }

  #flush(): void {
    this.#cancelFlush = undefined
    const put: Peer[] = []
    const gone: string[] = []
    for (const id of this.#changed) {
      const listed = this.#listed.get(id)
      if (listed) put.push(listed.peer)
      else gone.push(id)
    }
    this.#changed.clear()
    this.#options.broadcast(JSON.stringify({ type: 'presence', reset: false, put, gone }))
  }
}

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    value ^= text.charCodeAt(at)
    value = Math.imul(value, 0x01000193)
  }
  return value >>> 0
}
