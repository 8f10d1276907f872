/**
 * Carries one organization's presence between nodes (PS5–PS7). Each room numbers what it tells of its own
 * consoles (`rev`); who hears a gap asks for the whole list, which `starts` and `ends` frame: what was known
 * and is not named in between has gone. A silent room's consoles go. Owns what other rooms told; whom to
 * show is `presence.ts`. Nothing is stored, and a storm of moves waits here instead of in the medium.
 */
import type { Id } from '../protocol/scalars.ts'
import type { World } from '../world.ts'
import { howManyFit } from './cut-to-fit.ts'
import type { HubOptions } from './options.ts'
import type { Hint, ListedPeer, PeersHint } from './ports.ts'

export interface PeerExchangeOptions
  extends Pick<HubOptions, 'whisperMs' | 'whisperHints' | 'beatMs' | 'nodeSilenceMs'> {
  world: World
  organizationId: Id
  /** Names this room among all rooms of the organization. */
  node: string
  /** This room's own consoles. */
  ownIds(): Iterable<string>
  own(connectionId: string): ListedPeer | undefined
  publish(hint: Hint): void
  /** Consoles of other rooms came, moved or left. */
  heard(put: readonly ListedPeer[], gone: readonly string[]): void
}

interface OtherRoom {
  rev: number
  heardAt: number
  askedAt: number
  /** Something was missed: only a whole list helps. */
  isBehind: boolean
  known: Set<string>
  /** While a whole list is being told: who was not named yet. */
  unnamed: Set<string> | undefined
}

export class PeerExchange {
  readonly #options: PeerExchangeOptions
  readonly #others = new Map<string, OtherRoom>()
  /** Connections to tell of, first come first; a second change keeps its place. */
  readonly #untold = new Set<string>()
  #rev = 0
  /** Connections still to be named of the whole list; undefined when none is being told. */
  #leftOfList: number | undefined
  #starts = false
  #toldAt = Number.NEGATIVE_INFINITY
  #cancelTelling: (() => void) | undefined
  #cancelBeat = () => {}

  constructor(options: PeerExchangeOptions) {
    this.#options = options
    this.#beatLater()
  }

  /** One of this room's consoles came, moved or left. */
  changed(connectionId: string): void {
    this.#untold.add(connectionId)
    this.#tellSoon()
  }

  /** Asks all other rooms for their consoles, or one of them. */
  ask(from: string | null = null): void {
    const { organizationId, node, publish } = this.#options
    publish({ of: 'peers-wanted', organizationId, node, from })
  }

  take(hint: Extract<Hint, { of: 'peers' | 'peers-alive' | 'peers-wanted' }>): void {
    if (hint.node === this.#options.node) return
    if (hint.of === 'peers-wanted') {
      if (hint.from === null || hint.from === this.#options.node) this.#tellAll()
      return
    }
    const other = this.#roomOf(hint.node)
    other.heardAt = this.#options.world.now()
    if (hint.of === 'peers') this.#hear(other, hint)
    else if (other.isBehind || hint.rev > other.rev) this.#missed(hint.node, other)
  }

  /** The room closes: its consoles are gone for all others. */
  stop(): void {
    this.#cancelTelling?.()
    this.#cancelBeat()
    if (this.#rev === 0) return
    const { organizationId, node, publish } = this.#options
    const rev = this.#rev + 1
    publish({ of: 'peers', organizationId, node, rev, starts: true, ends: true, put: [], gone: [] })
  }

  #roomOf(node: string): OtherRoom {
    let other = this.#others.get(node)
    if (!other) {
      const askedAt = Number.NEGATIVE_INFINITY
      other = { rev: 0, heardAt: 0, askedAt, isBehind: true, known: new Set(), unnamed: undefined }
      this.#others.set(node, other)
    }
    return other
  }

  #hear(other: OtherRoom, hint: PeersHint): void {
    const { rev, starts, ends, put, gone } = hint
    if (rev <= other.rev) return
    // The very first words of a room are all there is to know.
    if (!starts && rev !== 1 && (other.isBehind || rev !== other.rev + 1)) {
      this.#missed(hint.node, other)
      return
    }
    other.rev = rev
    other.isBehind = false
    if (starts) other.unnamed = new Set(other.known)
    const left = [...gone]
    for (const { peer } of put) {
      other.known.add(peer.connectionId)
      other.unnamed?.delete(peer.connectionId)
    }
    if (ends && other.unnamed) {
      left.push(...other.unnamed)
      other.unnamed = undefined
    }
    for (const id of left) other.known.delete(id)
    this.#options.heard(put, left)
  }

  #missed(node: string, other: OtherRoom): void {
    other.isBehind = true
    const { world, beatMs } = this.#options
    if (world.now() - other.askedAt < beatMs / 2) return
    other.askedAt = world.now()
    this.ask(node)
  }

  #tellAll(): void {
    // Being told already to whoever asks meanwhile: they missed the start and ask again.
    if (this.#leftOfList !== undefined) return
    for (const id of this.#options.ownIds()) this.#untold.add(id)
    this.#leftOfList = this.#untold.size
    this.#starts = true
    this.#tellSoon()
  }

  #tellSoon(): void {
    const { world, whisperMs } = this.#options
    const wait = Math.max(0, this.#toldAt + whisperMs - world.now())
    this.#cancelTelling ??= world.setTimeout(() => {
      this.#cancelTelling = undefined
      this.#toldAt = world.now()
      for (let hints = 0; hints < this.#options.whisperHints && this.#tellOnce(); hints++);
      if (this.#untold.size > 0) this.#tellSoon()
    }, wait)
  }

  /** Publishes one hint; false when there was nothing to tell. */
  #tellOnce(): boolean {
    if (this.#untold.size === 0 && !this.#starts) return false
    const { organizationId, node, own, publish } = this.#options
    const news = this.#untold.values().map((id) => own(id) ?? id)
    const ids = [...this.#untold.values().take(howManyFit(news))]
    const put: ListedPeer[] = []
    const gone: string[] = []
    for (const id of ids) {
      this.#untold.delete(id)
      const listed = own(id)
      if (listed) put.push(listed)
      else gone.push(id)
    }
    if (this.#leftOfList !== undefined) this.#leftOfList -= ids.length
    const ends = this.#leftOfList !== undefined && this.#leftOfList <= 0
    const starts = this.#starts
    this.#starts = false
    if (ends) this.#leftOfList = undefined
    this.#rev += 1
    publish({ of: 'peers', organizationId, node, rev: this.#rev, starts, ends, put, gone })
    return true
  }

  #beatLater(): void {
    const { world, beatMs } = this.#options
    this.#cancelBeat = world.setTimeout(() => {
      this.#beat()
      this.#beatLater()
    }, beatMs)
  }

  #beat(): void {
    const { world, organizationId, node, nodeSilenceMs, publish } = this.#options
    if (!this.#options.ownIds()[Symbol.iterator]().next().done)
      publish({ of: 'peers-alive', organizationId, node, rev: this.#rev })
    for (const [id, other] of this.#others) {
      if (world.now() - other.heardAt < nodeSilenceMs) continue
      this.#others.delete(id)
      if (other.known.size > 0) this.#options.heard([], [...other.known])
    }
  }
}
