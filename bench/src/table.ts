/** The figures of a run as Markdown. */
import { type Goal, wordsOf } from './goals.ts'
import { plotsOf } from './plot-list.ts'
import type { Point, Work } from './point.ts'
import { FULL_CORE } from './reasons.ts'
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
  ['acknowledgedMs', 'acknowledged ms'],
  ['calmP99', 'others’ p99 before'],
  ['othersP99', 'others’ p99 meanwhile'],
  ['rows', 'rows'],
  ['bytes', 'bytes'],
  ['consoleKb', 'console KB'],
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

/** Of these works; of all when not given. */
export function tablesOf(result: Result, only?: ReadonlySet<Work>): string {
  const works = [...new Set([...result.points, ...result.leftOut].map(({ work }) => work))].sort()
  const shown = works.filter((work) => !only || only.has(work))
  return [
    introduction(result),
    goalTable(result.goals.filter(({ work }) => shown.includes(work))),
    ...shown.map((work) => workTable(result, work)),
  ].join('\n\n')
}

function introduction({ machine, systems }: Result): string {
  const { cores, cpu, memoryGb, os, node } = machine
  const lines = systems.map(({ name, durable, versions, failed }) => {
    const which = Object.entries(versions).map(([of, version]) => `${of} ${version}`)
    const missing = failed === undefined ? '' : ` **Did not start:** ${failed}`
    return `- **${name}** (${which.join(', ')}). Durable at acknowledgement: ${durable}${missing}`
  })
  const where = `${cores} cores (${cpu}), ${memoryGb} GB, ${os}, Node ${node}; servers, databases and load on the same machine.`
  return [where, lines.join('\n')].join('\n\n')
}

/** `each` in a reason is an edit, an opening, a press or a commit; in brackets stands what the goal is measured by. */
export function goalTable(goals: readonly Goal[]): string {
  const rows = goals.map(({ work, what, value, bound, unit, than, met, because }) => [
    `${work}: ${what}`,
    `${show(value)} ${unit}`,
    `${show(bound)} (${than})`,
    met ? 'met' : '**not met**',
    because ?? '',
  ])
  return `### Goals\n\n${markdown(['goal', 'Muster', 'at most', '', 'measured'], rows)}`
}

/** What is compared of a work. */
const compared: Record<Work, readonly string[]> = {
  A: ['p50', 'p99'],
  B: ['p50', 'p99'],
  C: ['commitMs', 'seenMs'],
  D: ['p50'],
  E: ['p50', 'p99'],
  F: ['bytesPerConsole'],
  G: [],
}

function workTable({ points, leftOut }: Result, work: Work): string {
  const own = points.filter((point) => point.work === work)
  const shown = headings.filter(([name]) => own.some(({ figures }) => figures[name] !== undefined))
  const figures = compared[work]
  const others = [...new Set(own.flatMap(({ ratios }) => Object.keys(ratios)))]
    .filter((name) => name.startsWith(`${figures[0]} to `))
    .map((name) => name.slice(`${figures[0]} to `.length))
    .filter((name) => name !== 'muster' && !/^muster,|first|users,/.test(name))
  const rows = own.map((point) => [
    wordsOf(point.at),
    point.system + (point.noisy ? ' †' : '') + (isFull(point) ? ' ‡' : ''),
    ...shown.map(([name]) => show(point.figures[name])),
    ...others.map((other) =>
      figures
        .flatMap((figure) => point.ratios[`${figure} to ${other}`] ?? [])
        .map((ratio) => ratio.toFixed(2))
        .join(' / '),
    ),
  ])
  const heads = others.map((other) => `× ${other}`)
  const notes = [
    others.length > 0 && `Ratios (×) are of ${figures.map((figure) => words[figure] ?? figure).join(' / ')}.`,
    own.some((point) => point.noisy) && '† Other processes used more than 0.1 cores meanwhile, in every try.',
    own.some(isFull) && '‡ The load process uses a whole core here: it is the limit itself.',
    ...leftOut
      .filter((one) => one.work === work)
      .map(
        ({ system, at, why }) =>
          `Not measured: ${[system || 'all of it', wordsOf(at)].filter(Boolean).join(', ')}: ${why}.`,
      ),
  ].filter((note) => typeof note === 'string')
  const [first] = own
  const when = first ? `\`${first.command}\`, ${minute(first.measuredAt)}, Muster at ${first.commit}.` : ''
  const table =
    own.length > 0 && markdown(['', 'system', ...shown.map(([, heading]) => heading), ...heads], rows)
  return [
    `### ${titles[work]}`,
    when,
    table,
    notes.map((note) => `- ${note}`).join('\n'),
    ...plotsOf(own).map((name) => `![${titles[work]}](results/${name}.png)`),
  ]
    .filter(Boolean)
    .join('\n\n')
}

const words: Readonly<Record<string, string>> = {
  p50: 'the median',
  p99: 'the p99',
  commitMs: 'the commit',
  seenMs: 'seen',
  bytesPerConsole: 'bytes a console',
}

const isFull = ({ figures }: Point): boolean => (figures.loadCores ?? 0) >= FULL_CORE

const minute = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`

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
