/**
 * Who is in one change set, told to its sockets here and to other nodes (ST9, ST16). Owns the book of who was
 * heard of and the whisper to other nodes. Invariant: a Yjs client id that a console shows here is kept for its
 * person in `clients`, and let go when it is shown no more.
 */
import type { Id } from '../../protocol/scalars.ts'
import type { ClientIds } from '../../staging/client-ids.ts'
import type { OrganizationRoom } from '../organization-room.ts'
import type { AwareClient, Hint } from '../ports.ts'
import { AwarenessBook } from './awareness-book.ts'
import { AwarenessWhisper } from './awareness-whisper.ts'
import { type AwarenessEntry, awarenessFrame } from './frames.ts'
import type { StagingSocket } from './staging-socket.ts'

export interface AwarenessCircleOptions {
  room: OrganizationRoom
  changeSetId: Id
  sockets: ReadonlySet<StagingSocket>
  clients: ClientIds
}

export class AwarenessCircle {
  readonly #options: AwarenessCircleOptions
  readonly #book = new AwarenessBook()
  readonly #whisper: AwarenessWhisper

  constructor(options: AwarenessCircleOptions) {
    this.#options = options
    const { room, changeSetId } = options
    const { id: organizationId, node } = room
    this.#whisper = new AwarenessWhisper({
      ...room.options,
      world: room.ports.world,
      publish: (clients) => room.publish({ of: 'awareness', organizationId, node, changeSetId, clients }),
    })
  }

  /** Asks other nodes who is there. */
  ask(): void {
    const { room, changeSetId } = this.#options
    const { id: organizationId, node } = room
    room.publish({ of: 'awareness-wanted', organizationId, node, changeSetId })
  }

  /** Tells one socket everyone. */
  tellAll(socket: StagingSocket): void {
    socket.send(awarenessFrame(this.#book.all().map(entryOf)))
  }

  get isEmpty(): boolean {
    return this.#book.size === 0
  }

  /** Takes what a console says of itself. */
  take(socket: StagingSocket, entries: readonly AwarenessEntry[]): void {
    const { room, clients } = this.#options
    const { userId } = socket.who
    const name = room.state.users.get(userId)?.name ?? ''
    const user = { id: userId, name, hue: room.presence.hueOf(userId) }
    this.#tellEverywhere(this.#book.take(socket, entries, user, (client) => clients.show(client, userId)))
  }

  leave(socket: StagingSocket): void {
    this.#tellEverywhere(this.#book.leave(socket))
  }

  /** Another node says who is in this change set there, or asks who is here. */
  whispered(hint: Extract<Hint, { of: 'awareness' | 'awareness-wanted' }>): void {
    if (hint.of === 'awareness-wanted') this.#whisper.tell(this.#book.own())
    else this.#tellHere(this.#book.hear(hint.node, hint.clients, this.#options.room.ports.world.now()))
  }

  /** Drops those of other nodes that were not heard of for long. */
  expire(): void {
    this.#tellHere(this.#book.expire(this.#options.room.ports.world.now()))
  }

  stop(): void {
    this.#whisper.stop()
  }

  /** News of the consoles here: for them, and for other nodes. */
  #tellEverywhere(news: readonly AwareClient[]): void {
    for (const { client, user } of news) if (!user) this.#options.clients.hide(client)
    this.#tellHere(news)
    this.#whisper.tell(news)
  }

  #tellHere(news: readonly AwareClient[]): void {
    if (news.length === 0) return
    const frame = awarenessFrame(news.map(entryOf))
    for (const socket of this.#options.sockets) socket.send(frame)
  }
}

function entryOf({ client, clock, user }: AwareClient): AwarenessEntry {
  return { client, clock, state: user && { user } }
}
