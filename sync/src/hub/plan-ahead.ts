/**
 * Planning a big save in slices, ahead of its turn in the queue, so that others' edits go on meanwhile. The
 * plan is made of a fork at one version and of content that never changes; when its turn comes it is taken
 * as it is if nothing that it looked at was touched since, else it is made again (CM15).
 */
import { touchedBy } from '../model/touched.ts'
import type { Planned } from '../mutations/mutation.ts'
import { planMutationInSlices } from '../mutations/plan-mutation.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import type { Version } from '../protocol/scalars.ts'
import type { ChangeSetContent } from '../staging/change-set-content.ts'
import { Footprint } from './footprint.ts'
import type { OrganizationRoom } from './organization-room.ts'
import type { Waiting } from './waiting-line.ts'

/** Times that a long save is planned and written beside the line. */
export const MAX_PLANS_BESIDE = 3

export interface PlanAhead {
  outcome: Planned | Problem
  version: Version
  content: ChangeSetContent
  uncovered: number
  footprint: Footprint
}

/** True for a save of so many batch rows that planning it in one go would hold everyone up. */
export function isLong(room: OrganizationRoom, waiting: Waiting): boolean {
  return room.staging.rowsFor(waiting) >= room.options.longRows
}

/** Plans in slices. Undefined when the save was cancelled, or has nothing to be planned from any more. */
export async function planAhead(
  room: OrganizationRoom,
  waiting: Waiting,
  tell: (part: number) => void,
): Promise<PlanAhead | undefined> {
  const { world } = room.ports
  const given = room.staging.contentFor(waiting)
  if (isProblem(given) || !given.content) return undefined
  const { content, uncovered = 0 } = given
  const { actorId, mutationId, name, args } = waiting
  const { version } = room.state
  const now = new Date(world.now()).toISOString()
  const fork = room.state.fork()
  const slices = planMutationInSlices(fork, name, args, { actorId, now, mutationId, content, uncovered })
  const pause = () => new Promise<void>((resolve) => world.setTimeout(resolve, 0))
  const isOver = () => waiting.isCancelled || room.isClosed
  for (;;) {
    await pause()
    if (isOver()) return undefined
    const step = slices.next()
    if (!step.done) {
      tell(step.value.done / step.value.total)
      continue
    }
    const gathering = Footprint.gather(content, actorId)
    for (;;) {
      await pause()
      if (isOver()) return undefined
      const { done, value: footprint } = gathering.next()
      if (done) return { outcome: step.value, version, content, uncovered, footprint }
    }
  }
}

/** The plan, if it is right for the present state and content; undefined when it must be made again. */
export function stillRight(room: OrganizationRoom, waiting: Waiting): Planned | Problem | undefined {
  const { ahead } = waiting
  if (!ahead) return undefined
  const given = room.staging.contentFor(waiting)
  if (isProblem(given)) return given
  if (!given.content) return problem('not-found', 'This change set is not open')
  if ((given.uncovered ?? 0) !== ahead.uncovered || !isSame(given.content, ahead.content)) return undefined
  if (room.state.version === ahead.version) return ahead.outcome
  const since = room.history.after(ahead.version)
  if (!since || ahead.footprint.isTouchedBy(touchedBy(since.flatMap(({ changes }) => changes))))
    return undefined
  // Judged anew next time from here.
  ahead.version = room.state.version
  return ahead.outcome
}

/** Values of a document are the same objects as long as they stand. */
function isSame(a: ChangeSetContent, b: ChangeSetContent): boolean {
  if (a === b) return true
  if (a.entries.size !== b.entries.size || a.exclusions.size !== b.exclusions.size) return false
  for (const [key, entry] of a.entries) if (b.entries.get(key) !== entry) return false
  for (const [batchId, rows] of a.batches) if (b.batches.get(batchId) !== rows) return false
  return a.exclusions.isSubsetOf(b.exclusions)
}
