import type { Progress } from '../protocol/progress.ts'
import type { OrganizationRoom } from './organization-room.ts'
import type { GroupPlan } from './plan-group.ts'

const TELL_EVERY_MS = 100

/** Tells every console, on other nodes too, how a big commit goes; silent for small ones (CM9). */
export class CommitProgress {
  readonly #room: OrganizationRoom
  readonly #frame: Progress | undefined
  #toldAt = 0
  #whisperedAt = 0

  constructor(room: OrganizationRoom, plan: GroupPlan) {
    this.#room = room
    const [big] = plan.planned
    if (!big || plan.rows < room.options.bigRows) return
    const { mutationId, mutation, actorId, changeSetId, at } = big.commit.commit
    const what = changeSetId === null ? undefined : room.state.changeSets.get(changeSetId)?.name
    this.#frame = {
      type: 'progress',
      mutationId,
      mutation,
      label: `Saving ${what ?? `${plan.rows.toLocaleString('en')} changes`}`,
      actorId,
      changeSetId,
      startedAt: at,
      done: 0,
      total: plan.rows,
      ended: false,
    }
    this.#send({})
  }

  tell(done: number, total: number): void {
    if (this.#frame && this.#room.ports.world.now() - this.#toldAt >= TELL_EVERY_MS)
      this.#send({ done, total })
  }

  end(): void {
    if (this.#frame) this.#send({ done: this.#frame.total, ended: true })
  }

  #send(news: Partial<Progress>): void {
    if (!this.#frame) return
    const progress = { ...this.#frame, ...news }
    const { world, options } = this.#room.ports
    this.#toldAt = world.now()
    this.#room.broadcastProgress(progress)
    if (!progress.ended && world.now() - this.#whisperedAt < options.whisperProgressMs) return
    this.#whisperedAt = world.now()
    this.#room.publish({ of: 'progress', organizationId: this.#room.id, node: this.#room.node, progress })
  }
}
