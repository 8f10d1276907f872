import type { Progress } from '../protocol/progress.ts'
import type { OrganizationRoom } from './organization-room.ts'
import type { GroupPlan } from './plan-group.ts'

const TELL_EVERY_MS = 100
/** How much of the work of a long save is its plan. */
const PLANNING = 0.25

/** Tells every console, on other nodes too, how a big commit goes (CM9). */
export class CommitProgress {
  readonly #room: OrganizationRoom
  readonly #head: Omit<Progress, 'done' | 'ended'>
  readonly #isPlanned: boolean
  #isEnded = false
  #toldAt = 0
  #whisperedAt = 0

  /** `isPlanned` says that planning was told too, as the first part of the rows. */
  constructor(room: OrganizationRoom, head: Omit<Progress, 'type' | 'done' | 'ended'>, isPlanned: boolean) {
    this.#room = room
    this.#head = { type: 'progress', ...head }
    this.#isPlanned = isPlanned
    this.#send(0, false)
  }

  /** Of a group about to be written; undefined for small ones. */
  static ofGroup(room: OrganizationRoom, { planned, rows }: GroupPlan): CommitProgress | undefined {
    const [big] = planned
    if (!big || rows < room.options.bigRows) return undefined
    const { mutationId, mutation, actorId, changeSetId, at } = big.commit.commit
    const label = labelOf(room, changeSetId, rows)
    const head = { mutationId, mutation, label, actorId, changeSetId, startedAt: at, total: rows }
    return new CommitProgress(room, head, false)
  }

  planned(part: number): void {
    this.#tell(PLANNING * part)
  }

  written(part: number): void {
    this.#tell(this.#isPlanned ? PLANNING + (1 - PLANNING) * part : part)
  }

  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#send(this.#head.total, true)
  }

  #tell(part: number): void {
    const isEarly = this.#room.ports.world.now() - this.#toldAt < TELL_EVERY_MS
    if (!this.#isEnded && !isEarly) this.#send(Math.floor(this.#head.total * part), false)
  }

  #send(done: number, ended: boolean): void {
    const progress = { ...this.#head, done, ended }
    const { world, options } = this.#room.ports
    this.#toldAt = world.now()
    this.#room.broadcastProgress(progress)
    if (!ended && world.now() - this.#whisperedAt < options.whisperProgressMs) return
    this.#whisperedAt = world.now()
    this.#room.publish({ of: 'progress', organizationId: this.#room.id, node: this.#room.node, progress })
  }
}

/** What a strip says of the work. */
export function labelOf(room: OrganizationRoom, changeSetId: string | null, rows: number): string {
  const name = changeSetId === null ? undefined : room.state.changeSets.get(changeSetId)?.name
  return `Saving ${name ?? `${rows.toLocaleString('en')} changes`}`
}
