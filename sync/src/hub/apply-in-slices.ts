import type { Change } from '../model/change.ts'
import type { Replica } from '../model/replica.ts'
import type { World } from '../world.ts'

const SLICE = 10_000
/** Rows of entities cost more than relations: names are folded and ranked. */
const ROWS = 1_000

/** Applies many changes to a fork with chances for others to run. Rejects with `ImpossibleChange`. */
export async function applyInSlices(
  fork: Replica,
  changes: readonly Change[],
  world: World,
): Promise<Replica> {
  for (const slice of slicesOf(changes)) {
    fork.apply(slice)
    await new Promise<void>((resolve) => world.setTimeout(resolve, 0))
  }
  return fork
}

function* slicesOf(changes: readonly Change[]): Generator<Change[]> {
  let slice: Change[] = []
  let weight = 0
  for (const change of changes) {
    for (const part of partsOf(change)) {
      slice.push(part)
      weight += part.entity === 'membership' ? part.userIds.length : SLICE / ROWS
      if (weight < SLICE) continue
      yield slice
      slice = []
      weight = 0
    }
  }
  yield slice
}

function* partsOf(change: Change): Generator<Change> {
  if (change.entity !== 'membership' || change.userIds.length <= SLICE) yield change
  else
    for (let at = 0; at < change.userIds.length; at += SLICE)
      yield { ...change, userIds: change.userIds.slice(at, at + SLICE) }
}
