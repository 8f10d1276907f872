/** B: edits to one group at a steady rate, seen by 200 consoles. */
import { Audience } from '../audience.ts'
import { editAtPace } from '../schedule.ts'
import type { Subject } from '../subject.ts'
import { takeSample } from '../take.ts'
import { type Bench, inTurns } from './bench.ts'

const CONSOLES = 200
/** A system that is behind by more than this is not asked for more. */
const HOPELESS = 4_000
const PATIENCE_MS = 10_000

export async function sustained(bench: Bench): Promise<void> {
  for (const rate of bench.quick ? [500] : [20, 100, 500, 1000, 2000]) {
    const able = bench.subjects.filter((subject) => !(subject.name === 'Zero' && rate > 100))
    await inTurns(bench, able, (subject) => one(bench, subject, rate))
  }
}

async function one(bench: Bench, subject: Subject, rate: number): Promise<void> {
  const seconds = bench.quick ? 3 : 5
  const wanted = Math.max(60, rate * seconds)
  const audience = await Audience.gather(subject, subject.world.live, CONSOLES)
  try {
    const sample = await takeSample(
      subject,
      async () => {
        let answered = 0
        const edit = async () => {
          const mark = await subject.edit(audience.group).finally(() => {
            answered += 1
          })
          return mark
        }
        const more = (sent: number) => sent < wanted && sent - answered < HOPELESS
        const paced = await editAtPace(edit, audience.watch, { rate, more, patienceMs: PATIENCE_MS })
        const { times, refused, unheard, perSecond } = paced
        return { times, figures: { refused, unheard, keptPerSecond: perSecond } }
      },
      (usage, { times }) => ({
        serverCpuPerRowUs: ((usage.cpu.server ?? 0) * 1e6) / (times.length * CONSOLES),
      }),
      2,
    )
    bench.book.add('B', subject.name, { rate, consoles: CONSOLES }, sample)
    bench.say(`B ${rate}/s ${subject.name}: kept ${sample.figures.keptPerSecond?.toFixed(0)}/s`)
  } finally {
    await audience.leave()
  }
}
