/** A: one edit, durable before anyone sees it, until the last of N consoles has it in its store. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Audience, PATIENCE_MS } from '../audience.ts'
import type { At } from '../point.ts'
import type { Subject } from '../subject.ts'
import { type Done, takeSample } from '../take.ts'
import type { Group } from '../world.ts'
import { type Bench, inTurns } from './bench.ts'

/** Between the last console's hearing and the next edit: nothing is under way any more. */
const PAUSE_MS = 10

export async function fanOut(bench: Bench): Promise<void> {
  const { quick, subjects } = bench
  const edits = quick ? 60 : 150
  for (const consoles of quick ? [200] : [50, 200, 500, 1000])
    await inTurns(bench, subjects, (subject) =>
      one(bench, subject, subject.world.live, { consoles }, consoles === 1000 ? Math.ceil(edits / 2) : edits),
    )
  if (quick) return
  for (const members of subjects[0]?.world.lists.keys() ?? [])
    await inTurns(bench, subjects, async (subject) => {
      const group = subject.world.lists.get(members)
      if (group && group.memberIds.length <= 10_000)
        await one(bench, subject, group, { consoles: 50, members }, edits)
    })
  const viewing = subjects.filter((subject) => ['limit', 'muster'].includes(subject.name))
  for (const views of [10, 50, 190])
    await inTurns(bench, viewing, (subject) =>
      one(bench, subject, subject.world.live, { consoles: 200, views }, edits),
    )
}

async function one(bench: Bench, subject: Subject, group: Group, at: At, edits: number): Promise<void> {
  const consoles = Number(at.consoles)
  const audience = await Audience.gather(subject, group, consoles, Number(at.views ?? 1))
  try {
    const sample = await takeSample(
      subject,
      () => editOneByOne(subject, audience, edits),
      (usage) => ({
        serverCpuPerRowUs: ((usage.cpu.server ?? 0) * 1e6) / (edits * consoles),
        postgresCpuPerEditUs: ((usage.cpu.postgres ?? 0) * 1e6) / edits,
      }),
    )
    bench.book.add('A', subject.name, at, sample)
    bench.say(`A ${JSON.stringify(at)} ${subject.name}: ${sample.times.length} edits`)
  } finally {
    await audience.leave()
  }
}

async function editOneByOne(subject: Subject, audience: Audience, edits: number): Promise<Done> {
  const times: number[] = []
  const before = audience.bytesReceived()
  for (let edit = 0; edit < edits; edit++) {
    const sent = performance.now()
    const last = await audience.watch.whenLast(await subject.edit(audience.group), PATIENCE_MS)
    times.push(last - sent)
    await sleep(PAUSE_MS)
  }
  const bytes = audience.bytesReceived() - before
  return { times, figures: { bytesPerConsoleAndEdit: bytes / edits / audience.consoles.length } }
}
