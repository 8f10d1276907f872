/** What Muster must reach, and whether it did: each goal against figures of the same run. */
import type { Point, Work } from './point.ts'
import { reasonOf } from './reasons.ts'

const PEERS: readonly string[] = ['y-websocket + log', 'Hocuspocus', 'Zero']

export interface Goal {
  work: Work
  what: string
  /** Muster's figure. */
  value: number
  /** It must not be above this. */
  bound: number
  unit: string
  /** What the bound is made of. */
  than: string
  met: boolean
  /** When it is not: what was measured of where the time goes. */
  because?: string
}

type At = Readonly<Record<string, string | number>>

/** Goals of the points that there are; what was not measured has none. */
export function judge(points: readonly Point[]): Goal[] {
  const goals: Goal[] = []
  const find = (work: Work, system: string, at: At) =>
    points.find((point) => point.work === work && point.system === system && sameAt(point.at, at))
  const figure = (work: Work, system: string, at: At, name: string) => find(work, system, at)?.figures[name]
  const add = (
    work: Work,
    what: string,
    value: number | undefined,
    bound: number | undefined,
    unit: string,
    than: string,
    because?: () => string,
  ) => {
    if (value === undefined || bound === undefined) return
    const met = value <= bound
    goals.push({ work, what, value, bound, unit, than, met, ...(!met && because && { because: because() }) })
  }
  const times = (factor: number, of: number | undefined) => (of === undefined ? undefined : factor * of)
  const ofMuster = (work: Work) => points.filter((point) => point.work === work && point.system === 'muster')

  for (const { at, figures } of ofMuster('A')) {
    if ('views' in at || ![200, 1000].includes(Number(at.consoles))) continue
    const limit = (name: string) => figure('A', 'limit', at, name)
    const words = wordsOf(at)
    const why = () => reasonOf(figures, find('A', 'limit', at)?.figures)
    add('A', `median, ${words}`, figures.p50, times(1.3, limit('p50')), 'ms', '1.3 × limit', why)
    add('A', `p99, ${words}`, figures.p99, times(1.5, limit('p99')), 'ms', '1.5 × limit', why)
    const rowCpu = times(1.5, limit('serverCpuPerRowUs'))
    add(
      'A',
      `server CPU per delivered row, ${words}`,
      figures.serverCpuPerRowUs,
      rowCpu,
      'µs',
      '1.5 × limit',
      why,
    )
    for (const peer of points)
      if (peer.work === 'A' && sameAt(peer.at, at) && PEERS.includes(peer.system))
        add('A', `median, ${words}`, figures.p50, peer.figures.p50, 'ms', peer.system, why)
  }
  for (const { at, figures } of ofMuster('B')) {
    const grouped = figure('B', 'grouped limit', at, 'p99')
    const words = wordsOf(at)
    const why = () => reasonOf(figures, find('B', 'grouped limit', at)?.figures)
    if (at.rate === 500)
      add('B', `p99, ${words}`, figures.p99, times(2, grouped), 'ms', '2 × group-commit limit', why)
    if (at.rate === 2000) {
      add('B', `p99, ${words}`, figures.p99, 250, 'ms', '250 ms', why)
      add('B', `not kept, ${words}`, (figures.refused ?? 0) + (figures.unheard ?? 0), 0, 'edits', 'none', why)
    }
  }
  for (const { at, figures } of ofMuster('C')) {
    if (Number(at.size) < 10_000) continue
    const { commitMs, seenMs, calmP99, othersP99 } = figures
    const limit = (way: string) => figure('C', 'limit', { size: at.size ?? 0, way }, 'commitMs')
    const words = `${at.size} memberships`
    const why = () => reasonOf(figures, find('C', 'limit', { size: at.size ?? 0, way: 'unnest' })?.figures)
    add('C', `commit, ${words}`, commitMs, times(1.5, limit('unnest')), 'ms', '1.5 × INSERT … unnest', why)
    add(
      'C',
      `seen, ${words}`,
      seenMs,
      commitMs === undefined ? undefined : commitMs + 50,
      'ms',
      'commit + 50',
      why,
    )
    add('C', `others’ p99 meanwhile, ${words}`, othersP99, times(2, calmP99), 'ms', '2 × theirs before', why)
  }
  for (const { at, figures } of ofMuster('D')) {
    const words = `${at.way}, ${at.size}`
    const limit = find('D', 'limit', { size: at.size ?? 0, way: 'all rows' })?.figures
    const why = () => reasonOf(figures, limit)
    if (String(at.way).startsWith('all rows')) {
      if (Number(at.size) < 10_000) continue
      add('D', words, figures.p50, times(1.5, limit?.p50), 'ms', '1.5 × limit', why)
    } else add('D', words, figures.p50, 15, 'ms', '15 ms', why)
  }
  const pages = ofMuster('D').filter(({ at }) => at.way === 'first page')
  const [least, most] = [pages[0], pages.at(-1)]
  if (least && most && least !== most)
    add(
      'D',
      `memory of the console, ${most.at.way}, ${most.at.size}`,
      most.figures.consoleKb,
      times(1.5, least.figures.consoleKb),
      'KB',
      `1.5 × that of ${least.at.size}`,
    )
  const press = figure('E', 'y-websocket + log', {}, 'p50')
  add(
    'E',
    'key press, median',
    figure('E', 'muster', {}, 'p50'),
    times(1.1, press),
    'ms',
    '1.1 × y-websocket + log',
    () => reasonOf(find('E', 'muster', {})?.figures ?? {}, find('E', 'y-websocket + log', {})?.figures),
  )
  const console = figure('F', 'muster', {}, 'bytesPerConsole')
  add('F', 'a console, held', console && console / 1024, 60, 'KB', '60 KB')
  const resident = figure('F', 'muster', {}, 'rssPerConsole')
  add('F', 'a console, resident', resident && resident / 1024, 60, 'KB', '60 KB')
  for (const { at, figures } of ofMuster('G')) {
    const words = `${at.people} users, ${at.memberships} memberships`
    if (at.what === 'replica')
      add('F', `a membership, ${words}`, figures.bytesPerMembership, 40, 'bytes', '40 bytes')
    if (at.what === 'cold start') add('G', `cold start, ${words}`, figures.p50, 3_000, 'ms', '3 s')
    if (at.what === 'revocation')
      add('G', 'revocation on another node, p99', figures.p99, 250, 'ms', '250 ms')
    if (at.what === 'reconnect') {
      add('G', `${figures.consoles} consoles after a restart`, figures.allCurrentMs, 2_000, 'ms', '2 s')
      add('G', 'consoles that missed something', figures.notCurrent, 0, 'consoles', 'none')
    }
  }
  return goals
}

const sameAt = (one: At, other: At): boolean =>
  Object.keys({ ...one, ...other }).every((name) => one[name] === other[name])

/** `{ consoles: 200, views: 10 }` as `200 consoles, 10 views`. */
export function wordsOf(at: At): string {
  return Object.entries(at)
    .map(([name, value]) => (typeof value === 'number' ? `${value} ${name}` : value))
    .join(', ')
}
