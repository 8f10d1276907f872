/** D: a console opens a long list, from nothing. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Subject } from '../subject.ts'
import { takeSample } from '../take.ts'
import { type Bench, inTurns } from './bench.ts'

const GAP_MS = 50

export async function lists(bench: Bench): Promise<void> {
  const sizes = [...(bench.subjects[0]?.world.lists.keys() ?? [])]
  for (const size of sizes)
    await inTurns(bench, bench.subjects, async (subject) => {
      for (const way of Object.keys(subject.running.lists ?? {})) await one(bench, subject, size, way)
    })
}

async function one(bench: Bench, subject: Subject, size: number, way: string): Promise<void> {
  const group = subject.world.lists.get(size)
  const open = subject.running.lists?.[way]
  if (!group || !open) return
  const openings = size >= 100_000 && subject.name !== 'muster' ? 3 : 10
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
    2,
  )
  bench.book.add('D', subject.name, { size, way }, sample)
  bench.say(`D ${size} ${subject.name}, ${way}: ${Math.max(...sample.times).toFixed(0)} ms at most`)
}
