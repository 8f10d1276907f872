/** B: edits to one group at a steady rate, seen by 200 consoles. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Audience } from '../audience.ts'
import { editAtPace } from '../schedule.ts'
import type { Subject } from '../subject.ts'
import { takeSample } from '../take.ts'
import { type Bench, inTurns } from './bench.ts'

const CONSOLES = 200
/** A system that is behind by more than this is not asked for more. */
const HOPELESS = 4_000
/** Who keeps less of a rate than this is not asked for a higher one. */
const KEPT = 0.9

export async function sustained(bench: Bench): Promise<void> {
  /** Those who fell behind, and where. */
  const behind = new Map<string, string>()
  for (const rate of bench.quick ? [500] : [20, 500, 2000]) {
    const at = { rate, consoles: CONSOLES }
    const fell = new Map(behind)
    for (const [system, why] of fell) bench.leaveOut({ work: 'B', system, at, why })
    const rounds = rate === 500 ? bench.rounds : 1
    const able = { ...bench, subjects: bench.subjects.filter(({ name }) => !fell.has(name)) }
    await inTurns(able, { work: 'B', at, rounds }, async (subject) => {
      const kept = await one(bench, subject, rate)
      if (kept < KEPT * rate) behind.set(subject.name, `keeps only ${kept.toFixed(0)} of ${rate}/s`)
    })
  }
}

async function one(bench: Bench, subject: Subject, rate: number): Promise<number> {
  const wanted = rate * (bench.quick ? 2 : 4)
  const patienceMs = bench.quick ? 2_500 : 8_000
  const audience = await Audience.gather(subject, subject.world.live, CONSOLES)
  let open = 0
  const edit = () => {
    open += 1
    return subject.edit(audience.group).finally(() => {
      open -= 1
    })
  }
  try {
    const sample = await takeSample(
      subject,
      async () => {
        const more = (sent: number) => sent < wanted && open < HOPELESS
        const before = audience.bytesReceived()
        const paced = await editAtPace(edit, audience.watch, { rate, more, patienceMs })
        const { times, refused, unheard, perSecond } = paced
        const bytes = (audience.bytesReceived() - before) / CONSOLES
        const figures = { refused, unheard, keptPerSecond: perSecond }
        return { times, figures: { ...figures, bytesPerConsoleAndEdit: bytes / times.length } }
      },
      (usage, { times }) => ({
        serverCpuPerRowUs: ((usage.cpu.server ?? 0) * 1e6) / (times.length * CONSOLES),
      }),
      Math.min(bench.tries, 2),
    )
    bench.book.add('B', subject.name, { rate, consoles: CONSOLES }, sample)
    const kept = sample.figures.keptPerSecond ?? 0
    bench.say(`B ${rate}/s ${subject.name}: kept ${kept.toFixed(0)}/s`)
    return kept
  } finally {
    await audience.leave()
    // What it is behind with must not disturb the next one.
    for (let waited = 0; open > 0 && waited < 15_000; waited += 100) await sleep(100)
  }
}
