/**
 * Owns who is online in one organization, here and as other nodes tell; what consoles are told of it, gathered
 * per window, is `circles.ts`. Names and hues are the server's. Ephemeral: nothing of it is stored.
 */
import type { User } from '../model/entities.ts'
import type { Peer, Place } from '../protocol/presence.ts'
import type { Id } from '../protocol/scalars.ts'
import type { World } from '../world.ts'
import { Circles } from './circles.ts'
import type { Connection } from './connection.ts'
import type { HubOptions } from './options.ts'
import type { ListedPeer } from './ports.ts'

export interface PresenceOptions
  extends Pick<HubOptions, 'presenceWindowMs' | 'presenceGraceMs' | 'presenceListed' | 'presenceAtPage'> {
  world: World
  userOf(id: Id): User | undefined
  /** One of this node's own consoles came, moved or left. */
  onOwnChange(connectionId: string): void
}

const HUES = 6

interface Own extends ListedPeer {
  /** The connection dropped; it is listed for its grace only. */
  isDropped: boolean
  cancelRemoval: () => void
}

export class Presence {
  readonly #options: PresenceOptions
  readonly #own = new Map<string, Own>()
  /** Consoles of other nodes. */
  readonly #others = new Map<string, ListedPeer>()
  readonly #circles: Circles
  #cancelFlush: (() => void) | undefined

  constructor(options: PresenceOptions) {
    this.#options = options
    const presence = this
    this.#circles = new Circles({
      ...options,
      *everyone() {
        for (const { peer } of presence.#all()) yield peer
      },
      pageOf: (connectionId) => this.#own.get(connectionId)?.peer.place?.page,
    })
  }

  /** Lists a connection and tells it everyone. The same tab's former connection is replaced at once (PS4). */
  join(connection: Connection): void {
    const { world, userOf } = this.#options
    const { userId } = connection.who
    for (const [id, own] of this.#own)
      if (own.tab === connection.clientId && own.peer.userId === userId) this.#remove(id)
    const peer: Peer = {
      connectionId: connection.id,
      userId,
      name: userOf(userId)?.name ?? '',
      hue: this.hueOf(userId),
      place: null,
      since: new Date(world.now()).toISOString(),
    }
    const tab = connection.clientId
    this.#own.set(connection.id, { peer, tab, isDropped: false, cancelRemoval: () => {} })
    this.#touch(connection.id)
    this.#circles.join(connection)
  }

  /** A console that was too slow for what it was to be told can take it now. */
  drained(connection: Connection): void {
    this.#circles.drained(connection)
  }

  ownIds(): Iterable<string> {
    return this.#own.keys()
  }

  own(connectionId: string): ListedPeer | undefined {
    const own = this.#own.get(connectionId)
    return own && { peer: own.peer, tab: own.tab }
  }

  /** What another node told of its consoles (PS5). */
  heard(put: readonly ListedPeer[], gone: readonly string[]): void {
    for (const id of gone) if (this.#others.delete(id)) this.#tellSoon()
    for (const listed of put) {
      this.#others.set(listed.peer.connectionId, listed)
      this.#tellSoon()
      this.#yieldTo(listed)
    }
  }

  /** A dropped connection stays listed for a while; a revoked one goes at once. */
  leave(connection: Connection, isRevoked: boolean): void {
    this.#circles.leave(connection)
    const own = this.#own.get(connection.id)
    if (!own) return
    if (isRevoked) {
      this.#remove(connection.id)
      return
    }
    own.isDropped = true
    own.cancelRemoval()
    own.cancelRemoval = this.#options.world.setTimeout(
      () => this.#remove(connection.id),
      this.#options.presenceGraceMs,
    )
  }

  here(connection: Connection, place: Place): void {
    const own = this.#own.get(connection.id)
    if (!own) return
    own.peer = { ...own.peer, place }
    this.#touch(connection.id)
  }

  /** A person's name may have changed. */
  renamed(userId: Id): void {
    const name = this.#options.userOf(userId)?.name
    for (const [id, own] of this.#own) {
      if (name === undefined || own.peer.userId !== userId || own.peer.name === name) continue
      own.peer = { ...own.peer, name }
      this.#touch(id)
    }
  }

  /** 1–6 by a stable hash of the user, moved to the next one that nobody else online has (PS2). */
  hueOf(userId: Id): number {
    const taken = new Set<number>()
    for (const { peer } of this.#all()) {
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
    for (const { cancelRemoval } of this.#own.values()) cancelRemoval()
    this.#own.clear()
    this.#circles.stop()
  }

  *#all(): Iterable<ListedPeer> {
    yield* this.#own.values()
    yield* this.#others.values()
  }

  /** The tab came back on another node, or its person has been there for longer and keeps their hue. */
  #yieldTo({ peer: other, tab }: ListedPeer): void {
    for (const [id, own] of this.#own) {
      if (own.peer.userId !== other.userId) continue
      if (own.isDropped && own.tab === tab) this.#remove(id)
      else if (own.peer.hue !== other.hue && isOlder(other, own.peer)) {
        own.peer = { ...own.peer, hue: other.hue }
        this.#touch(id)
      }
    }
  }

  #remove(connectionId: string): void {
    this.#own.get(connectionId)?.cancelRemoval()
    if (this.#own.delete(connectionId)) this.#touch(connectionId)
  }

  #touch(connectionId: string): void {
    this.#tellSoon()
    this.#options.onOwnChange(connectionId)
  }

  #tellSoon(): void {
    this.#cancelFlush ??= this.#options.world.setTimeout(() => {
      this.#cancelFlush = undefined
      this.#circles.tell()
    }, this.#options.presenceWindowMs)
  }
}

function isOlder(a: Peer, b: Peer): boolean {
  return a.since === b.since ? a.connectionId < b.connectionId : a.since < b.since
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
