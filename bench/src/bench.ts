/** One run: starts the chosen systems with one world, lets them do the works in turns, stops them, writes what came of it. */
import { judge } from './goals.ts'
import { groupedLimit } from './limit/limit.ts'
import { thisMachine } from './machine.ts'
import type { Options } from './options.ts'
import { Book } from './point.ts'
import { type Result, withRatios } from './result.ts'
import { Subject } from './subject.ts'
import type { System } from './system.ts'
import { chosenSystems } from './systems.ts'
import { tablesOf } from './table.ts'
import type { Bench } from './works/bench.ts'
import { bulk } from './works/bulk.ts'
import { fanOut } from './works/fan-out.ts'
import { lists } from './works/lists.ts'
import { memory } from './works/memory.ts'
import { organization } from './works/organization.ts'
import { staging } from './works/staging.ts'
import { sustained } from './works/sustained.ts'
import { makeWorld, type World } from './world.ts'
import { writeResult } from './write-result.ts'

const inOrder = { A: fanOut, B: sustained, C: bulk, D: lists, E: staging }

const sizeOf = (quick: boolean) =>
  quick
    ? { people: 14_000, lists: [10_000], empty: 8 }
    : { people: 104_000, lists: [1_000, 10_000, 100_000], empty: 60 }

/** Writes the result and prints it. Stops all that it started, also when told to end. */
export async function runBench(options: Options): Promise<void> {
  const say = (line: string) => console.log(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${line}`)
  const systems = await chosenSystems(options)
  const world = makeWorld(sizeOf(options.quick))
  const book = new Book()
  const bench: Bench = { quick: options.quick, subjects: [], book, rounds: options.rounds, say }
  // Memory is measured in servers that nothing has warmed up yet.
  if (options.works.includes('F')) await withSystems(systems, world, bench, memory)
  const works = options.works.filter((work) => work in inOrder) as (keyof typeof inOrder)[]
  if (works.length > 0)
    await withSystems(systems, world, bench, async (running) => {
      for (const work of works) {
        const fitting = running.subjects.filter(({ name }) => work === 'B' || name !== groupedLimit.name)
        await inOrder[work]({ ...running, subjects: fitting })
      }
    })
  if (options.works.includes('G') && systems.some(({ name }) => name === 'muster')) await organization(bench)

  const points = book.points()
  const result: Result = {
    at: new Date().toISOString(),
    command: options.command,
    quick: options.quick,
    rounds: options.rounds,
    machine: thisMachine(),
    systems: systems.map((system) => ({
      name: system.name,
      versions: system.versions(),
      durable: system.durable,
    })),
    points: withRatios(points),
    goals: judge(points),
  }
  writeResult(result, options.results)
  console.log(`\n${tablesOf(result)}`)
}

async function withSystems(
  systems: readonly System[],
  world: World,
  bench: Bench,
  work: (bench: Bench) => Promise<void>,
): Promise<void> {
  const subjects: Subject[] = []
  const stopAll = () => Promise.allSettled(subjects.map((subject) => subject.stop()))
  const told = () => void stopAll().then(() => process.exit(1))
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, told)
  try {
    for (const system of systems) {
      try {
        subjects.push(await Subject.start(system, world))
        bench.say(`${system.name} runs`)
      } catch (error) {
        bench.say(`${system.name} does not run: ${error instanceof Error ? error.message : error}`)
      }
    }
    await work({ ...bench, subjects })
  } finally {
    await stopAll()
    for (const signal of signals) process.off(signal, told)
  }
}
