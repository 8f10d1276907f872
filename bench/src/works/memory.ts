/** F: what one more console costs the server: the slope over consoles of what it holds, and of its resident memory. */
import { setTimeout as sleep } from 'node:timers/promises'
import { heldBytes } from '../heap.ts'
import { readProcesses, sumOf, treeOf } from '../processes.ts'
import { slope } from '../statistics.ts'
import { closeAll, openMany, type Subject } from '../subject.ts'
import type { Console } from '../system.ts'
import { takeSample } from '../take.ts'
import type { Bench } from './bench.ts'

/** What opening left behind has been collected by then: an idle server gets to it. */
const SETTLE_MS = 3_000
/** The first consoles cost more: what all share is made. */
const FIRST = 100

export async function memory(bench: Bench): Promise<void> {
  for (const subject of bench.subjects) {
    try {
      await one(bench, subject, bench.quick ? 400 : 1_000)
    } catch (error) {
      bench.say(`  ${subject.name}: ${error instanceof Error ? error.message : error}`)
    }
  }
}

async function one(bench: Bench, subject: Subject, most: number): Promise<void> {
  const consoles: Console[] = []
  const group = subject.world.live
  const grow = async (to: number) => {
    const more = to - consoles.length
    consoles.push(...(await openMany(more, () => subject.running.openConsole(group.id))))
    // Edits move what was made while opening through the collector's young generation.
    for (let edit = 0; edit < 20; edit++) await subject.edit(group)
    await sleep(SETTLE_MS)
    return { consoles: to, rss: rssOf(subject), held: await heldBy(subject) }
  }
  try {
    const sample = await takeSample(
      subject,
      async () => {
        const points: { consoles: number; rss: number; held: number }[] = []
        for (const share of [0, 1, 2, 3])
          points.push(await grow(FIRST + Math.round(((most - FIRST) * share) / 3)))
        for (const { consoles: at, rss, held } of points) {
          const figures = { serverMb: rss / 2 ** 20, heldMb: held / 2 ** 20 }
          bench.book.add('F', subject.name, { consoles: at }, { ...empty, figures })
        }
        const over = (of: 'rss' | 'held') =>
          slope(points.map((point) => ({ x: point.consoles, y: point[of] })))
        return { times: [], figures: { bytesPerConsole: over('held'), rssPerConsole: over('rss') } }
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
