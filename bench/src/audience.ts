/** Many consoles of one system at one group, and who of them has heard what. */
import { setTimeout as sleep } from 'node:timers/promises'
import { closeAll, openMany, type Subject } from './subject.ts'
import type { Console } from './system.ts'
import { Watch } from './watch.ts'
import type { Group } from './world.ts'

/** How long the last console may take before the work gives up. */
export const PATIENCE_MS = 20_000
const SETTLE_MS = 300
const WARM_UP_EDITS = 10
const WARM_UP_MS = 2_000

export class Audience {
  readonly group: Group
  readonly watch: Watch
  readonly consoles: readonly Console[]

  private constructor(group: Group, watch: Watch, consoles: readonly Console[]) {
    this.group = group
    this.watch = watch
    this.consoles = consoles
  }

  /** Opens them, and warms them up with a few edits. `views`: among so many views they are spread. */
  static async gather(subject: Subject, group: Group, count: number, views = 1): Promise<Audience> {
    const watch = new Watch(count, await subject.edit(group))
    const consoles = await openMany(count, (index) =>
      subject.running.openConsole(group.id, {
        distinct: index % views,
        listener: { mark: (mark) => watch.heard(index, mark, performance.now()) },
      }),
    )
    const end = performance.now() + WARM_UP_MS
    for (let edit = 0; edit < WARM_UP_EDITS && performance.now() < end; edit++)
      await watch.whenLast(await subject.edit(group), PATIENCE_MS)
    await sleep(SETTLE_MS)
    return new Audience(group, watch, consoles)
  }

  bytesReceived(): number {
    return this.consoles.reduce((sum, console) => sum + console.bytesReceived(), 0)
  }

  async leave(): Promise<void> {
    await closeAll(this.consoles)
    await sleep(SETTLE_MS)
  }
}
