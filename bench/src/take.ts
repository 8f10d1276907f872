/** Takes one sample: what is done between two looks at the machine, again if others disturbed it. */
import { takeQuietly } from './noise.ts'
import type { Sample } from './point.ts'
import type { Subject } from './subject.ts'
import { look, type Usage, usageBetween } from './usage.ts'

export interface Done {
  times: number[]
  figures?: Record<string, number>
}

/**
 * `derive` makes figures of what the machine spent. Memory and the load's CPU are in every sample, and the CPU
 * milliseconds of each time that was taken.
 */
export async function takeSample(
  subject: Subject,
  work: () => Promise<Done>,
  derive: (usage: Usage, done: Done) => Record<string, number> = () => ({}),
  tries?: number,
): Promise<Sample> {
  const { value, usage, thrown, noisy } = await takeQuietly(async () => {
    const before = look()
    const done = await work()
    return { value: done, usage: usageBetween(before, look(), subject.running.processes()) }
  }, tries)
  const each = 1000 / Math.max(1, value.times.length)
  const figures = {
    serverMsEach: (usage.cpu.server ?? 0) * each,
    postgresMsEach: (usage.cpu.postgres ?? 0) * each,
    loadMsEach: usage.load * usage.seconds * each,
    ...value.figures,
    ...derive(usage, value),
    serverCores: (usage.cpu.server ?? 0) / usage.seconds,
    postgresCores: (usage.cpu.postgres ?? 0) / usage.seconds,
    loadCores: usage.load,
    serverMb: (usage.rss.server ?? 0) / 2 ** 20,
    postgresMb: (usage.rss.postgres ?? 0) / 2 ** 20,
  }
  return { times: value.times, figures, others: usage.others, thrown, noisy }
}
