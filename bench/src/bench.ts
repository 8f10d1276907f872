/** One run: starts the chosen systems with one world, lets them do the works in turns, stops them. */
import type { Options } from './options.ts'
import { Book } from './point.ts'
import { Subject } from './subject.ts'
import { chosenSystems } from './systems.ts'
import type { Bench } from './works/bench.ts'
import { fanOut } from './works/fan-out.ts'
import { sustained } from './works/sustained.ts'
import { makeWorld } from './world.ts'

export async function runBench(options: Options): Promise<void> {
  const say = (line: string) => console.log(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}`)
  const world = makeWorld(
    options.quick
      ? { people: 14_000, lists: [10_000], empty: 8 }
      : { people: 104_000, lists: [1_000, 10_000, 100_000], empty: 60 },
  )
  const subjects: Subject[] = []
  const stopAll = () => Promise.allSettled(subjects.map((subject) => subject.stop()))
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stopAll().then(() => process.exit(1)))
  try {
    for (const system of await chosenSystems(options)) {
      subjects.push(await Subject.start(system, world))
      say(`${system.name} runs`)
    }
    const book = new Book()
    const grouped = 'limit, group commit'
    const bench: Bench = { quick: options.quick, subjects, book, rounds: options.rounds, say }
    const others = subjects.filter((subject) => subject.name !== grouped)
    for (const work of options.works) {
      if (work === 'A') await fanOut({ ...bench, subjects: others })
      if (work === 'B') await sustained(bench)
    }
    console.table(
      book.points().map(({ work, system, at, figures, others: noise, noisy }) => ({
        work,
        system,
        ...at,
        ...Object.fromEntries(
          Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(2))]),
        ),
        noise: Number(noise.toFixed(3)),
        noisy,
      })),
    )
  } finally {
    await stopAll()
  }
}
