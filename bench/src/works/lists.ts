/** D: a console opens a long list, from nothing. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Subject } from '../subject.ts'
import type { OpenedList } from '../system.ts'
import { takeSample } from '../take.ts'
import { type Bench, inTurns } from './bench.ts'

const GAP_MS = 50

export async function lists(bench: Bench): Promise<void> {
  const sizes = [...(bench.subjects[0]?.world.lists.keys() ?? [])]
  for (const size of sizes)
    await inTurns(bench, { work: 'D', at: { size }, rounds: 1 }, async (subject) => {
      for (const way of Object.keys(subject.running.lists ?? {})) await one(bench, subject, size, way)
    })
}

async function one(bench: Bench, subject: Subject, size: number, way: string): Promise<void> {
  const group = subject.world.lists.get(size)
  const open = subject.running.lists?.[way]
  if (!group || !open) return
  const isSlow = (size >= 100_000 && subject.name !== 'muster') || subject.name === 'Zero'
  const openings = isSlow ? 3 : bench.quick ? 4 : 12
  const sample = await takeSample(
    subject,
    async () => {
      const times: number[] = []
      const figures: Record<string, number> = {}
      for (let opening = 0; opening < openings; opening++) {
        const start = performance.now()
        const list = await open(group.id)
        times.push(performance.now() - start)
        figures.rows = list.rows
        figures.bytes = list.bytes
        await list.close()
        await sleep(GAP_MS)
      }
      return { times, figures }
    },
    undefined,
    Math.min(bench.tries, 2),
  )
  if (!way.includes('export'))
    sample.figures.consoleKb = (await heldByConsoles(group.id, open, isSlow ? 1 : bench.quick ? 2 : 5)) / 1024
  bench.book.add('D', subject.name, { size, way }, sample)
  bench.say(`D ${size} ${subject.name}, ${way}: ${Math.max(...sample.times).toFixed(0)} ms at most`)
}

/** Bytes that an open list holds in the load process, after collection: in what a console's store is. */
async function heldByConsoles(
  groupId: string,
  open: (groupId: string) => Promise<OpenedList>,
  count: number,
): Promise<number> {
  const before = await held()
  const lists: OpenedList[] = []
  for (let opened = 0; opened < count; opened++) lists.push(await open(groupId))
  const after = await held()
  for (const list of lists) await list.close()
  return Math.max(0, after - before) / count
}

async function held(): Promise<number> {
  if (!globalThis.gc) throw new Error('start the bench with `npm run bench`: it needs --expose-gc')
  for (let turn = 0; turn < 2; turn++) {
    globalThis.gc()
    await sleep(20)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
