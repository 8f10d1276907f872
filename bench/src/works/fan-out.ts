/** A: one edit, durable before anyone sees it, until the last of N consoles has it in its store. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Audience, PATIENCE_MS } from '../audience.ts'
import type { At } from '../point.ts'
import { median } from '../statistics.ts'
import type { Subject } from '../subject.ts'
import { type Done, takeSample } from '../take.ts'
import type { Group } from '../world.ts'
import { type Bench, inTurns } from './bench.ts'

/** Between the last console's hearing and the next edit: nothing is under way any more. */
const PAUSE_MS = 10
/** A slow system makes fewer edits: it ends after so long, but not before so many. */
const longestMs = (quick: boolean) => (quick ? 3_000 : 6_000)
const FEWEST = 5

export async function fanOut(bench: Bench): Promise<void> {
  const { quick } = bench
  const live = (at: At, edits: number, rounds = 1) =>
    inTurns(bench, { work: 'A', at, rounds }, (subject) => one(bench, subject, subject.world.live, at, edits))
  await live({ consoles: 50 }, quick ? 40 : 100)
  await live({ consoles: 200 }, quick ? 60 : 200, bench.rounds)
  if (!quick) {
    await live({ consoles: 500 }, 75)
    await live({ consoles: 1000 }, 100)
  }
  for (const views of quick ? [1, 50] : [1, 10, 50]) await live({ consoles: 200, views }, quick ? 30 : 75)
}

async function one(bench: Bench, subject: Subject, group: Group, at: At, edits: number): Promise<void> {
  const consoles = Number(at.consoles)
  const audience = await Audience.gather(subject, group, consoles, Number(at.views ?? 1))
  try {
    const sample = await takeSample(
      subject,
      () => editOneByOne(subject, audience, edits, longestMs(bench.quick)),
      (usage, { times }) => ({
        serverCpuPerRowUs: ((usage.cpu.server ?? 0) * 1e6) / (times.length * consoles),
      }),
      bench.tries,
    )
    bench.book.add('A', subject.name, at, sample)
    bench.say(`A ${JSON.stringify(at)} ${subject.name}: ${median(sample.times).toFixed(1)} ms`)
  } finally {
    await audience.leave()
  }
}

async function editOneByOne(
  subject: Subject,
  audience: Audience,
  edits: number,
  longest: number,
): Promise<Done> {
  const times: number[] = []
  const acknowledged: number[] = []
  const before = audience.bytesReceived()
  const end = performance.now() + longest
  while (times.length < edits && (times.length < FEWEST || performance.now() < end)) {
    const sent = performance.now()
    const mark = await subject.edit(audience.group)
    acknowledged.push(performance.now() - sent)
    const last = await audience.watch.whenLast(mark, PATIENCE_MS)
    times.push(last - sent)
    await sleep(PAUSE_MS)
  }
  const bytes = audience.bytesReceived() - before
  return {
    times,
    figures: {
      acknowledgedMs: median(acknowledged),
      bytesPerConsoleAndEdit: bytes / times.length / audience.consoles.length,
    },
  }
}
