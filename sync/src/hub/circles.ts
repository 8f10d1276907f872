/**
 * Owns what this node's consoles were told of who is online. Consoles that are told the same are one circle: all of
 * them while few are online, else those at one page (PS9). A circle's news is one frame, made once per window.
 */
import type { Crowd, Peer } from '../protocol/presence.ts'
import type { Connection } from './connection.ts'
import { Frame } from './frame.ts'
import type { HubOptions } from './options.ts'

export interface CirclesOptions extends Pick<HubOptions, 'presenceListed' | 'presenceAtPage'> {
  everyone(): Iterable<Peer>
  /** Where one of this node's own consoles is; undefined while it has not told. */
  pageOf(connectionId: string): string | undefined
}

/** Consoles that are told the whole list at once within a window; more of them wait for its end (PS8). */
const TOLD_AT_ONCE = 8

interface Circle {
  /** The page of its consoles; null when all consoles are one circle. */
  page: string | null
  peers: ReadonlyMap<string, Peer>
  crowd: Crowd | null
  /** Everything, for who was told nothing that still holds. */
  whole?: Frame
  /** What changed since the last window; null when nothing did. */
  news?: Frame | null
}

/** Everyone online at one instant, sorted by page when they are too many to name. */
interface Roll {
  all: readonly Peer[]
  /** Null while everyone is told to everyone. */
  pages: ReadonlyMap<string, Peer[]> | null
  people: number
}

export class Circles {
  readonly #options: CirclesOptions
  /** The circle that each console was told last; undefined while its next frame must say everything. */
  readonly #told = new Map<Connection, Circle | undefined>()
  #circles: ReadonlyMap<string | null, Circle> = new Map()
  /** How many came within this window. */
  #joined = 0

  constructor(options: CirclesOptions) {
    this.#options = options
  }

  /** Told at once unless very many come, and completely at the end of the window. */
  join(connection: Connection): void {
    this.#told.set(connection, undefined)
    this.#joined += 1
    // Each of very many that come at once, e.g. from a node that died, would cost a list of its own.
    if (this.#joined > TOLD_AT_ONCE) return
    connection.sendFrame(wholeOf(this.#circleOf(connection, this.#callRoll(), new Map())))
  }

  leave(connection: Connection): void {
    this.#told.delete(connection)
  }

  /** The end of a window: everyone is told what changed for them. */
  tell(): void {
    this.#joined = 0
    const roll = this.#callRoll()
    const before = this.#circles
    const circles = new Map<string | null, Circle>()
    this.#circles = circles
    for (const [connection, told] of this.#told) {
      const circle = this.#circleOf(connection, roll, circles)
      const isNews = told !== undefined && told === before.get(circle.page)
      const frame = isNews ? newsOf(circle, told) : wholeOf(circle)
      const isTold = frame === null || connection.offer(frame)
      this.#told.set(connection, isTold ? circle : undefined)
    }
  }

  /** A console that was too slow for its news can take frames again. */
  drained(connection: Connection): void {
    if (!this.#told.has(connection) || this.#told.get(connection)) return
    const isCrowd = !this.#circles.has(null)
    const page = isCrowd ? (this.#options.pageOf(connection.id) ?? '') : null
    const circle = this.#circles.get(page)
    // It came or moved within this window, whose end will tell it.
    if (!circle) return
    if (connection.offer(wholeOf(circle))) this.#told.set(connection, circle)
  }

  stop(): void {
    this.#told.clear()
  }

  #callRoll(): Roll {
    const all = [...this.#options.everyone()]
    if (all.length <= this.#options.presenceListed) return { all, pages: null, people: 0 }
    const pages = new Map<string, Peer[]>()
    for (const peer of all) {
      if (!peer.place) continue
      const there = pages.get(peer.place.page)
      if (there) there.push(peer)
      else pages.set(peer.place.page, [peer])
    }
    return { all, pages, people: peopleIn(all) }
  }

  /** The present circle of a console, made when it is the first of it. */
  #circleOf(connection: Connection, { all, pages, people }: Roll, made: Map<string | null, Circle>): Circle {
    const page = pages && (this.#options.pageOf(connection.id) ?? '')
    const known = made.get(page)
    if (known) return known
    const there = page === null ? all : (pages?.get(page) ?? [])
    const named = page === null ? there : there.toSorted(byWeight).slice(0, this.#options.presenceAtPage)
    const crowd = page === null ? null : { online: people, here: peopleIn(there) }
    const circle = { page, peers: new Map(named.map((peer) => [peer.connectionId, peer])), crowd }
    made.set(page, circle)
    return circle
  }
}

function wholeOf(circle: Circle): Frame {
  circle.whole ??= frameOf(true, [...circle.peers.values()], [], circle.crowd)
  return circle.whole
}

function newsOf(circle: Circle, before: Circle): Frame | null {
  if (circle.news !== undefined) return circle.news
  const { peers, crowd } = circle
  // A peer that changed is another object.
  const put = [...peers.values()].filter((peer) => before.peers.get(peer.connectionId) !== peer)
  const gone = [...before.peers.keys()].filter((id) => !peers.has(id))
  const isSame = crowd?.online === before.crowd?.online && crowd?.here === before.crowd?.here
  circle.news = put.length + gone.length === 0 && isSame ? null : frameOf(false, put, gone, crowd)
  return circle.news
}

function frameOf(reset: boolean, put: readonly Peer[], gone: readonly string[], crowd: Crowd | null): Frame {
  return new Frame(JSON.stringify({ type: 'presence', reset, put, gone, crowd }))
}

function peopleIn(peers: readonly Peer[]): number {
  return new Set(peers.map(({ userId }) => userId)).size
}

const WEIGHTS = { editing: 0, selecting: 1, viewing: 2 }

/** Who is busy first, then who came first: the same order on every node. */
function byWeight(a: Peer, b: Peer): number {
  const lighter = weightOf(a) - weightOf(b)
  if (lighter !== 0) return lighter
  if (a.since !== b.since) return a.since < b.since ? -1 : 1
  return a.connectionId < b.connectionId ? -1 : 1
}

function weightOf({ place }: Peer): number {
  return place && !place.idle ? WEIGHTS[place.doing] : 3
}
