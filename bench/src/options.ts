import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Work } from './point.ts'

export interface Options {
  /** Small sizes, one round. */
  quick: boolean
  works: readonly Work[]
  /** Names of systems; all when empty. */
  systems: readonly string[]
  rounds: number
  /** Folder for a CPU profile of Muster's server. */
  profile: string | undefined
  /** Where results are written. */
  results: string
  /** What makes the same figures again. */
  command: string
}

const WORKS: readonly Work[] = ['A', 'B', 'C', 'D', 'E', 'F', 'G']

/** Throws with a readable message on anything unknown. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      systems: { type: 'string' },
      rounds: { type: 'string' },
      profile: { type: 'string' },
      results: { type: 'string' },
    },
  })
  const list = (text: string | undefined) => text?.split(',').map((part) => part.trim()) ?? []
  const works = list(values.only?.toUpperCase())
  const unknown = works.find((work) => !WORKS.includes(work as Work))
  if (unknown !== undefined) throw new Error(`There is no work ${unknown}; there are ${WORKS.join(', ')}.`)
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 2))
  if (!(rounds >= 1)) throw new Error('--rounds takes a number from 1')
  return {
    quick: values.quick,
    works: works.length > 0 ? (works as Work[]) : WORKS,
    systems: list(values.systems),
    rounds,
    profile: values.profile && resolve(values.profile),
    results: values.results ? resolve(values.results) : ownFolder(values.quick),
    command: commandOf(values),
  }
}

/** A short run does not replace the figures of a long one. */
const ownFolder = (quick: boolean) =>
  fileURLToPath(new URL(quick ? '../results/quick' : '../results', import.meta.url))

/** Where results and profiles go makes no difference to them. */
function commandOf(values: Record<string, string | boolean | undefined>): string {
  const given = Object.entries(values).flatMap(([name, value]) => {
    if (!value || name === 'results' || name === 'profile') return []
    return value === true ? [`--${name}`] : [`--${name} "${value}"`]
  })
  return given.length === 0 ? 'npm run bench' : `npm run bench -- ${given.join(' ')}`
}
