/** C: one commit of many memberships, until one console shows the new count, while others edit and look on. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Audience, PATIENCE_MS } from '../audience.ts'
import { editAtPace } from '../schedule.ts'
import { quantile } from '../statistics.ts'
import type { Subject } from '../subject.ts'
import { type Done, takeSample } from '../take.ts'
import { look, usageBetween } from '../usage.ts'
import { type Bench, inTurns } from './bench.ts'

/** The others: consoles at another group, who see an edit of it so many times a second. */
const OTHERS = { consoles: 50, rate: 50 }
/** More would be behind for as long as it is measured, and tell nothing of the commit. */
const OTHERS_OF_ZERO = { consoles: 5, rate: 5 }
const othersOf = ({ name }: Subject) => (name === 'Zero' ? OTHERS_OF_ZERO : OTHERS)
const calmMs = (quick: boolean) => (quick ? 600 : 1_500)
const SEEN_WITHIN_MS = 60_000

export async function bulk(bench: Bench): Promise<void> {
  for (const size of bench.quick ? [1_000, 10_000] : [10_000, 100_000])
    await inTurns(
      bench,
      { work: 'C', at: { size }, rounds: size === 10_000 ? bench.rounds : 1 },
      async (subject) => {
        for (const way of Object.keys(subject.running.bulks ?? {})) await one(bench, subject, size, way)
      },
    )
}

async function one(bench: Bench, subject: Subject, size: number, way: string): Promise<void> {
  const audience = await Audience.gather(subject, subject.world.live, othersOf(subject).consoles)
  try {
    const sample = await takeSample(
      subject,
      () => commitOnce(bench, subject, audience, size, way),
      undefined,
      Math.min(bench.tries, 2),
    )
    sample.times = []
    bench.book.add('C', subject.name, { size, way }, sample)
    bench.say(`C ${size} ${subject.name}, ${way}: ${sample.figures.commitMs?.toFixed(0)} ms`)
  } finally {
    await audience.leave()
  }
}

async function commitOnce(
  bench: Bench,
  subject: Subject,
  audience: Audience,
  size: number,
  way: string,
): Promise<Done> {
  const group = subject.emptyGroup()
  const prepare = subject.running.bulks?.[way]
  if (!prepare) throw new Error(`${subject.name} knows no way ${way}`)
  const people = subject.world.people.slice(-size).map((person) => person.id)
  const calm = await othersEdit(subject, audience, () => sleep(calmMs(bench.quick)))
  const ready = await prepare(group.id, people)
  const { promise: shown, resolve } = Promise.withResolvers<number>()
  const watcher = await subject.running.openConsole(group.id, {
    listener: { count: (count) => count >= size && resolve(performance.now()) },
  })
  const figures: Record<string, number> = {}
  const busy = await othersEdit(subject, audience, async () => {
    const before = look()
    const start = performance.now()
    const late = sleep(SEEN_WITHIN_MS).then(() => Number.NaN)
    await ready.commit()
    figures.commitMs = performance.now() - start
    figures.seenMs = (await Promise.race([shown, late])) - start
    const { cpu, load, seconds } = usageBetween(before, look(), subject.running.processes())
    figures.serverMsEach = (cpu.server ?? 0) * 1000
    figures.postgresMsEach = (cpu.postgres ?? 0) * 1000
    figures.loadMsEach = load * seconds * 1000
  })
  await watcher.close()
  return {
    times: busy,
    figures: {
      ...figures,
      seenAfterCommitMs: (figures.seenMs ?? 0) - (figures.commitMs ?? 0),
      calmP99: quantile(calm, 0.99),
      othersP99: quantile(busy, 0.99),
      othersP50: quantile(busy, 0.5),
    },
  }
}

/** Edits at a steady pace while this goes on; the times until the last of the others had each. */
async function othersEdit(
  subject: Subject,
  audience: Audience,
  meanwhile: () => Promise<void>,
): Promise<number[]> {
  let going = true
  const paced = editAtPace(() => subject.edit(audience.group), audience.watch, {
    rate: othersOf(subject).rate,
    more: () => going,
    patienceMs: PATIENCE_MS,
  })
  await meanwhile().finally(() => {
    going = false
  })
  return (await paced).times
}
