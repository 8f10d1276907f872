/** The figures of a run as Markdown. */
import { type Goal, wordsOf } from './goals.ts'
import type { Point, Work } from './point.ts'
import type { Result } from './result.ts'

const titles: Record<Work, string> = {
  A: 'A. One membership edit, until the last console has it',
  B: 'B. Sustained edits to one group',
  C: 'C. One commit of many memberships',
  D: 'D. Opening a list',
  E: 'E. A key press in the staged list, until another console shows it',
  F: 'F. Memory of the server',
  G: 'G. A large organization',
}

/** Which figures stand in the table, and under which heading. */
const headings: readonly [name: string, heading: string][] = [
  ['p50', 'p50 ms'],
  ['p95', 'p95 ms'],
  ['p99', 'p99 ms'],
  ['keptPerSecond', 'kept /s'],
  ['refused', 'refused'],
  ['unheard', 'unheard'],
  ['commitMs', 'commit ms'],
  ['seenMs', 'seen ms'],
  ['calmP99', 'others’ p99 before'],
  ['othersP99', 'others’ p99 meanwhile'],
  ['rows', 'rows'],
  ['bytes', 'bytes'],
  ['bytesPerConsoleAndEdit', 'bytes / console, edit'],
  ['serverCpuPerRowUs', 'server µs / row'],
  ['bytesPerConsole', 'bytes / console'],
  ['rssPerConsole', 'resident bytes / console'],
  ['heldMb', 'held MB'],
  ['bytesPerMembership', 'bytes / membership'],
  ['replicaMb', 'replica MB'],
  ['listeningMs', 'listening ms'],
  ['organizationMs', 'first page ms'],
  ['consoles', 'consoles'],
  ['allCurrentMs', 'all current ms'],
  ['notCurrent', 'missed'],
  ['serverCores', 'server cores'],
  ['postgresCores', 'Postgres cores'],
  ['loadCores', 'load cores'],
  ['serverMb', 'server MB'],
]

/** Three digits that count. */
export function show(value: number | undefined): string {
  if (value === undefined) return ''
  if (!Number.isFinite(value)) return '–'
  const magnitude = Math.abs(value)
  if (magnitude >= 1_000) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}

export function tablesOf(result: Result): string {
  const works = [...new Set(result.points.map((point) => point.work))].sort()
  return [
    introduction(result),
    goalTable(result.goals),
    ...works.map((work) => workTable(result, work)),
  ].join('\n\n')
}

function introduction({ at, command, machine, systems }: Result): string {
  const { cores, cpu, memoryGb, os, node } = machine
  const lines = systems.map(({ name, durable, versions }) => {
    const which = Object.entries(versions).map(([of, version]) => `${of} ${version}`)
    return `- **${name}** (${which.join(', ')}). Durable at acknowledgement: ${durable}`
  })
  const where = `${cores} cores (${cpu}), ${memoryGb} GB, ${os}, Node ${node}; servers, databases and load on the same machine.`
  return [`\`${command}\`, ${at.slice(0, 16).replace('T', ' ')} UTC. ${where}`, lines.join('\n')].join('\n\n')
}

export function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map(({ work, what, value, bound, unit, than, met }) => [
    `${work}: ${what}`,
    `${show(value)} ${unit}`,
    `${show(bound)} (${than})`,
    met ? 'met' : '**not met**',
  ])
  return `### Goals\n\n${markdown(['goal', 'Muster', 'at most', ''], rows)}`
}

function workTable({ points }: Result, work: Work): string {
  const own = points.filter((point) => point.work === work)
  const shown = headings.filter(([name]) => own.some(({ figures }) => figures[name] !== undefined))
  const rows = own.map((point) => [
    wordsOf(point.at),
    point.system + (point.noisy ? ' †' : ''),
    ...shown.map(([name]) => show(point.figures[name])),
    show(point.ratios['p50 to limit']),
  ])
  const note = own.some((point: Point) => point.noisy)
    ? '\n\n† other processes used more than 0.1 cores meanwhile, in every try'
    : ''
  const head = ['', 'system', ...shown.map(([, heading]) => heading), '× limit (p50)']
  return `### ${titles[work]}\n\n${markdown(head, rows)}${note}\n\n![${titles[work]}](results/${work}.png)`
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const BEGIN = '<!-- results: begin -->'
const END = '<!-- results: end -->'

/** Puts the text between the markers of a document. Throws when they are not there. */
export function between(document: string, text: string): string {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error('the README has no place for results')
  return `${document.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${document.slice(end)}`
}
