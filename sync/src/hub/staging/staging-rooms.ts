/**
 * Owns the open change sets of one organization on this node. Opens documents on demand and drops unused
 * ones, answers what views and saves ask of their content, and closes them when the set is saved or
 * discarded. Only stored content is ever answered.
 */
import type { Touched } from '../../model/touched.ts'
import type { Planned } from '../../mutations/mutation.ts'
import { admit } from '../../mutations/plan-mutation.ts'
import { CLOSE } from '../../protocol/close-codes.ts'
import { isProblem, type Problem, problem } from '../../protocol/problem.ts'
import type { Id } from '../../protocol/scalars.ts'
import type { ChangeSetContent } from '../../staging/change-set-content.ts'
import { cutToCovered, decodeStateVector, removeKeys } from '../../staging/coverage.ts'
import type { OrganizationRoom } from '../organization-room.ts'
import type { Hint } from '../ports.ts'
import type { Request } from '../waiting-line.ts'
import { clearClosed } from './clear-batches.ts'
import { StagingRoom } from './staging-room.ts'

export class StagingRooms {
  readonly #room: OrganizationRoom
  readonly #opening = new Map<Id, Promise<StagingRoom>>()
  readonly #open = new Map<Id, StagingRoom>()
  readonly #changed = new Set<Id>()
  /** How many saves under way name a change set. */
  readonly #kept = new Map<Id, number>()
  #cancelPoll = () => {}
  #isStopped = false

  constructor(room: OrganizationRoom) {
    this.#room = room
    this.#pollLater()
    // What a node that died left behind.
    void clearClosed(room)
  }

  /** The documents that are in memory now. */
  *documents(): IterableIterator<{ readonly bytes: number }> {
    for (const room of this.#open.values()) yield room.document
  }

  get isIdle(): boolean {
    for (const room of this.#open.values()) if (!room.isIdle) return false
    return true
  }

  isOpen(changeSetId: Id): boolean {
    return this.#room.state.changeSets.get(changeSetId)?.status === 'open'
  }

  /** The room of a change set; rejects when its document cannot be read. Ask only for open sets. */
  open(changeSetId: Id): Promise<StagingRoom> {
    const known = this.#opening.get(changeSetId)
    if (known) return known
    let opened: StagingRoom | undefined
    const opening = StagingRoom.open(this.#room, changeSetId, {
      changed: () => this.#noteChanged(changeSetId),
      lost: () => {
        this.#drop(changeSetId, opened)
        // Views that show it open it anew.
        this.#noteChanged(changeSetId)
      },
    }).then(
      (room) => {
        opened = room
        if (this.#isStopped) room.stop()
        else if (this.#opening.get(changeSetId) === opening) this.#open.set(changeSetId, room)
        return room
      },
      (error) => {
        if (this.#opening.get(changeSetId) === opening) this.#opening.delete(changeSetId)
        throw error
      },
    )
    this.#opening.set(changeSetId, opening)
    return opening
  }

  /** Resolves when the content of these change sets is here to be computed with. */
  async ensure(ids: readonly Id[] | 'all' | undefined): Promise<void> {
    if (ids === undefined) return
    const wanted = ids === 'all' ? [...this.#room.state.changeSets.values()].map(({ id }) => id) : ids
    await Promise.all(wanted.filter((id) => this.isOpen(id)).map((id) => this.open(id)))
  }

  /** Content as stored; empty while the document is on its way, after which views are told. */
  contentOf(changeSetId: Id): ChangeSetContent | undefined {
    if (!this.isOpen(changeSetId)) return undefined
    const room = this.#open.get(changeSetId)
    if (room) return room.document.content
    this.open(changeSetId).then(
      () => this.#noteChanged(changeSetId),
      (error) => {
        const { logger, world, options } = this.#room.ports
        logger.warn({ err: error, changeSetId }, 'could not open a change set')
        world.setTimeout(() => this.#noteChanged(changeSetId), options.pollMs)
      },
    )
    return { changeSetId, entries: new Map(), exclusions: new Set(), comments: [], batches: new Map() }
  }

  /** Keeps the document that a save names in memory, whoever else uses it, until the save is over. */
  keepFor(request: Request, over: Promise<unknown>): void {
    const changeSetId = this.#named(request)?.changeSetId
    if (changeSetId === undefined) return
    this.#kept.set(changeSetId, (this.#kept.get(changeSetId) ?? 0) + 1)
    void over.then(() => {
      const left = (this.#kept.get(changeSetId) ?? 1) - 1
      if (left > 0) this.#kept.set(changeSetId, left)
      else this.#kept.delete(changeSetId)
    })
  }

  /** For a save: resolves when the document covers what it names, with a refusal when that takes too long (ST8). */
  coverFor(request: Request): Promise<Problem | undefined> | undefined {
    const named = this.#named(request)
    return named && this.#cover(named.changeSetId, named.stateVector)
  }

  /** What the plan of a save is given: the content, cut to what the admin had seen (ST6). */
  contentFor(request: Request): { content?: ChangeSetContent; uncovered?: number } | Problem {
    const named = this.#named(request)
    const room = named && this.#open.get(named.changeSetId)
    if (!room) return {}
    const { content, doc } = room.document
    return named.stateVector === undefined ? { content } : cutToCovered(doc, content, named.stateVector)
  }

  /** How many rows the batches hold that a save names. */
  rowsFor(request: Request): number {
    const given = this.contentFor(request)
    if (isProblem(given) || !given.content) return 0
    let rows = 0
    for (const entry of given.content.entries.values())
      rows += entry.kind === 'batch' ? (given.content.batches.get(entry.batchId)?.length ?? 0) : 1
    return rows
  }

  /** The update that takes what a save settled out of the document; the document stays as it is. */
  removal({ changeSetId, keys, replace }: NonNullable<Planned['unstage']>): Uint8Array {
    const room = this.#open.get(changeSetId)
    if (!room) throw new Error(`Change set ${changeSetId} is not loaded`)
    return removeKeys(room.document.doc, keys, replace)
  }

  /** The last stored update that the document surely has with all before it. */
  seqOf(changeSetId: Id): number {
    return this.#open.get(changeSetId)?.document.seq ?? 0
  }

  /** Entries left the document in the transaction of a save. */
  unstaged(changeSetId: Id, update: Uint8Array): void {
    this.#open.get(changeSetId)?.unstaged(update)
  }

  /** Another node stored something. */
  hinted(changeSetId: Id): void {
    this.#open
      .get(changeSetId)
      ?.document.catchUp()
      .catch((error) =>
        this.#room.ports.logger.warn({ err: error, changeSetId }, 'could not read a change set'),
      )
  }

  /** Awareness of another node, or a question for ours (ST16). */
  whispered(hint: Extract<Hint, { of: 'awareness' | 'awareness-wanted' }>): void {
    this.#open.get(hint.changeSetId)?.awareness.whispered(hint)
  }

  async catchUp(ids: readonly Id[]): Promise<void> {
    await Promise.all(ids.map((id) => this.#open.get(id)?.document.catchUp()))
  }

  /** Commits were applied: sets that they closed close their sockets (ST12). */
  committed(touched: Touched): void {
    let isClosed = false
    for (const changeSetId of touched.changeSets) {
      if (this.isOpen(changeSetId)) continue
      isClosed = true
      const room = this.#open.get(changeSetId)
      room?.end(CLOSE.closed, 'This change set was saved or discarded')
      this.#drop(changeSetId, room)
    }
    if (isClosed) void clearClosed(this.#room)
  }

  /** People's rights may have changed (AU7). */
  judge(users: ReadonlySet<Id>): void {
    for (const room of this.#open.values())
      for (const socket of [...room.sockets]) {
        const { userId } = socket.who
        if (users.has(userId) && !this.#room.mayEnter(userId)) socket.end(CLOSE.forbidden, 'Not allowed')
      }
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelPoll()
    for (const room of this.#open.values()) {
      room.end(CLOSE.tryLater, 'Come back later')
      room.stop()
    }
    this.#open.clear()
    this.#opening.clear()
  }

  #named(request: Request): { changeSetId: Id; stateVector?: string | undefined } | undefined {
    const { actorId, name, args } = request
    const asked = admit(this.#room.state, name, args, { actorId })
    if (isProblem(asked)) return undefined
    const named = asked.mutation.changeSetOf?.(asked.args)
    return named && this.isOpen(named.changeSetId) ? named : undefined
  }

  async #cover(changeSetId: Id, stateVector: string | undefined): Promise<Problem | undefined> {
    const { document } = await this.open(changeSetId)
    const named = stateVector === undefined ? new Map<number, number>() : decodeStateVector(stateVector)
    // What cannot be read is refused by the plan.
    if (!named || document.covers(named)) return undefined
    await document.catchUp()
    if (document.covers(named)) return undefined
    return new Promise((resolve) => {
      const look = () => {
        if (!document.covers(named)) return
        done(undefined)
      }
      const done = (refusal: Problem | undefined) => {
        cancel()
        document.doc.off('update', look)
        resolve(refusal)
      }
      const late = problem('conflict', 'Some staged changes have not arrived yet', {
        detail: 'Nothing was saved. Wait a moment and save again.',
      })
      const cancel = this.#room.ports.world.setTimeout(() => done(late), this.#room.options.coverMs)
      document.doc.on('update', look)
    })
  }

  /** A turn later and once: a save that is being applied shows entries and rows together. */
  #noteChanged(changeSetId: Id): void {
    if (this.#changed.size === 0)
      queueMicrotask(() => {
        const ids = [...this.#changed]
        this.#changed.clear()
        if (this.#isStopped) return
        this.#room.attempt(() => {
          this.#room.liveViews.draftsChanged(ids)
        })
      })
    this.#changed.add(changeSetId)
  }

  #drop(changeSetId: Id, room: StagingRoom | undefined): void {
    if (room && this.#open.get(changeSetId) !== room) return
    this.#open.delete(changeSetId)
    this.#opening.delete(changeSetId)
    room?.stop()
  }

  #pollLater(): void {
    const { world, options } = this.#room.ports
    this.#cancelPoll = world.setTimeout(() => {
      for (const [changeSetId, room] of [...this.#open]) {
        room.awareness.expire()
        const isUsed = this.#kept.has(changeSetId) || this.#room.liveViews.shows(changeSetId)
        if (room.isIdle && !isUsed) this.#drop(changeSetId, room)
        else this.hinted(changeSetId)
      }
      this.#pollLater()
    }, options.pollMs)
  }
}
