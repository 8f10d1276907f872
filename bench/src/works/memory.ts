/** F: what one more console costs the server: the slope over consoles of what it holds, and of its resident memory. */
import { setTimeout as sleep } from 'node:timers/promises'
import { heldBytes } from '../heap.ts'
import { readProcesses, sumOf, treeOf } from '../processes.ts'
import { slope } from '../statistics.ts'
import { closeAll, openMany, type Subject } from '../subject.ts'
import type { Console } from '../system.ts'
import { takeSample } from '../take.ts'
import { type Bench, inTurns } from './bench.ts'

/** What opening left behind has been collected by then: an idle server gets to it. */
const SETTLE_MS = 1_000
/** Consoles from which resident memory tells something. */
const ENOUGH = 1_000

export async function memory(bench: Bench): Promise<void> {
  await inTurns(bench, { work: 'F', at: {}, rounds: 1 }, (subject) => {
    // Zero holds a hundred times as much, and takes a hundred times as long.
    if (subject.name === 'Zero') return one(bench, subject, [10, 50])
    return one(bench, subject, bench.quick ? [50, 200] : [200, 600, 1_000])
  })
}

async function one(bench: Bench, subject: Subject, counts: readonly number[]): Promise<void> {
  const consoles: Console[] = []
  const group = subject.world.live
  const grow = async (to: number) => {
    const more = to - consoles.length
    consoles.push(...(await openMany(more, () => subject.running.openConsole(group.id))))
    // Edits move what was made while opening through the collector's young generation.
    for (let edit = 0; edit < 10; edit++) await subject.edit(group)
    await sleep(SETTLE_MS)
    const held = await heldBy(subject)
    return { consoles: to, rss: rssOf(subject), held }
  }
  try {
    const sample = await takeSample(
      subject,
      async () => {
        // What starting left behind goes first.
        await heldBy(subject)
        const points: { consoles: number; rss: number; held: number }[] = []
        for (const count of counts) points.push(await grow(count))
        for (const { consoles: at, rss, held } of points) {
          const figures = { serverMb: rss / 2 ** 20, heldMb: held / 2 ** 20 }
          bench.book.add('F', subject.name, { consoles: at }, { ...empty, figures })
        }
        const over = (of: 'rss' | 'held') =>
          slope(points.map((point) => ({ x: point.consoles, y: point[of] })))
        const figures: Record<string, number> = { bytesPerConsole: over('held') }
        // Of few consoles it drowns in what the process takes and gives back anyway.
        if (Math.max(...counts) >= ENOUGH) figures.rssPerConsole = over('rss')
        return { times: [], figures }
      },
      undefined,
      1,
    )
    bench.book.add('F', subject.name, {}, sample)
    bench.say(`F ${subject.name}: ${((sample.figures.bytesPerConsole ?? 0) / 1024).toFixed(1)} KB a console`)
  } finally {
    await closeAll(consoles)
  }
}

const empty = { times: [], others: 0, thrown: 0, noisy: false }

const serversOf = (subject: Subject) => subject.running.processes().filter(({ role }) => role === 'server')

function rssOf(subject: Subject): number {
  const processes = readProcesses()
  return serversOf(subject).reduce((sum, { pid }) => sum + sumOf(treeOf(pid, processes), processes).rss, 0)
}

/** After a collection, where the server is one process of Node; of several, all their memory. */
async function heldBy(subject: Subject): Promise<number> {
  const [first, ...more] = serversOf(subject)
  if (!first || more.length > 0 || treeOf(first.pid, readProcesses()).size > 1) return rssOf(subject)
  return heldBytes(first.pid)
}
