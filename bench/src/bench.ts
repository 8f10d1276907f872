/** One run: starts the chosen systems with one world, lets them do the works in turns, stops them, writes what came of it. */
import type { LeftOut } from './left-out.ts'
import { thisMachine } from './machine.ts'
import { commitId } from './muster/muster.ts'
import type { Options } from './options.ts'
import { Book, type Work } from './point.ts'
import type { Measured, SystemOf } from './result.ts'
import { Subject } from './subject.ts'
import type { System } from './system.ts'
import { chosenSystems } from './systems.ts'
import { tablesOf } from './table.ts'
import { type Bench, firstLine } from './works/bench.ts'
import { bulk } from './works/bulk.ts'
import { fanOut } from './works/fan-out.ts'
import { lists } from './works/lists.ts'
import { memory } from './works/memory.ts'
import { organization } from './works/organization.ts'
import { staging } from './works/staging.ts'
import { sustained } from './works/sustained.ts'
import { makeWorld, type World } from './world.ts'
import { writeResult } from './write-result.ts'

/** Memory first: in servers that nothing has warmed up yet. */
const works: readonly [Work, (bench: Bench) => Promise<void>][] = [
  ['F', memory],
  ['A', fanOut],
  ['B', sustained],
  ['C', bulk],
  ['D', lists],
  ['E', staging],
]

const sizeOf = (quick: boolean) =>
  quick
    ? { people: 14_000, lists: [1_000, 10_000], empty: 20 }
    : { people: 104_000, lists: [1_000, 10_000, 100_000], empty: 80 }

/** Writes the result after each work and prints it at the end. Stops all that it started, also when told to end. */
export async function runBench(options: Options): Promise<void> {
  const say = (line: string) => console.log(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}`)
  const left = new Map<string, LeftOut>()
  const bench: Bench = {
    quick: options.quick,
    subjects: [],
    book: new Book(),
    rounds: options.rounds,
    tries: options.quick ? 2 : 3,
    boundMs: options.quick ? 25_000 : 90_000,
    leaveOut: (what) => left.set(JSON.stringify([what.work, what.system, what.at]), what),
    say,
  }
  const measured: Measured = {
    measuredAt: new Date().toISOString(),
    commit: commitId(),
    command: options.command,
  }
  const systems = await chosenSystems(options)
  const told: SystemOf[] = systems.map((system) => ({
    name: system.name,
    versions: versionsOf(system),
    durable: system.durable,
  }))
  const done = new Set<Work>()
  const write = (work: Work) => {
    done.add(work)
    const points = bench.book.points().map((point) => ({ ...point, ...measured }))
    const now = { machine: thisMachine(), systems: told, points, leftOut: [...left.values()] }
    return writeResult(now, done, options)
  }
  /** What a work has measured before it fails stays. */
  const attempt = async (work: Work, run: () => Promise<void>) => {
    say(`work ${work}`)
    try {
      await run()
    } catch (error) {
      bench.leaveOut({ work, system: '', at: {}, why: firstLine(error) })
      say(`  work ${work} failed: ${error instanceof Error ? error.stack : error}`)
    }
    write(work)
  }
  const chosen = works.filter(([work]) => options.works.includes(work))
  if (chosen.length > 0) {
    const world = makeWorld(sizeOf(options.quick))
    await withSystems(systems, world, bench, async (running, failed) => {
      for (const one of told) Object.assign(one, failed.has(one.name) && { failed: failed.get(one.name) })
      for (const [work, run] of chosen) {
        await attempt(work, () => run(running))
      }
    })
  }
  if (options.works.includes('G') && systems.some(({ name }) => name === 'muster')) {
    await attempt('G', () => organization(bench))
  }
  const [last] = [...done].slice(-1)
  if (last) console.log(`\n${tablesOf(write(last), done)}`)
}

function versionsOf(system: System): Record<string, string> {
  try {
    return system.versions()
  } catch (error) {
    return { unknown: firstLine(error) }
  }
}

/** Starts all at once; those that fail are named with the reason, and the others go on. */
async function withSystems(
  systems: readonly System[],
  world: World,
  bench: Bench,
  work: (bench: Bench, failed: ReadonlyMap<string, string>) => Promise<void>,
): Promise<void> {
  const subjects: Subject[] = []
  const failed = new Map<string, string>()
  const stopAll = () => Promise.allSettled(subjects.map((subject) => subject.stop()))
  const told = () => void stopAll().then(() => process.exit(1))
  const signals = ['SIGINT', 'SIGTERM'] as const
  // A group of processes may be told more than once.
  for (const signal of signals) process.on(signal, told)
  try {
    const start = async (system: System) => {
      try {
        subjects.push(await Subject.start(system, world))
        bench.say(`${system.name} runs`)
      } catch (error) {
        failed.set(system.name, firstLine(error))
        bench.say(`${system.name} does not run: ${error instanceof Error ? error.message : error}`)
      }
    }
    await Promise.all(systems.map(start))
    const place = (subject: Subject) => systems.indexOf(subject.system)
    subjects.sort((one, other) => place(one) - place(other))
    await work({ ...bench, subjects }, failed)
  } finally {
    await stopAll()
    for (const signal of signals) process.off(signal, told)
  }
}
