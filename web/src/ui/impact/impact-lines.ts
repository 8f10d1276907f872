/** The rows of an impact as lines to read: people (or dashboards) to whom the same happens share one. Pure. */

import { givenName } from '../../store/hue.ts'
import type { ImpactRow } from '../../store/view-rows.ts'
import { countOf, formatCount } from '../../ui/format-count.ts'

export type ImpactBy = 'people' | 'dashboards'

export interface ImpactLine {
  /** Of the first row. */
  id: string
  rows: ImpactRow[]
}

const signature = (row: ImpactRow) =>
  JSON.stringify([
    row.gainCount,
    row.loseCount,
    row.keepCount,
    row.gains.map(({ id }) => id),
    row.loses.map(({ id }) => id),
    row.keepsThrough,
  ])

/** Gathers rows with the same effect, in their order. */
export function impactLines(rows: readonly ImpactRow[]): ImpactLine[] {
  const lines = new Map<string, ImpactLine>()
  for (const row of rows) {
    const key = signature(row)
    const line = lines.get(key)
    if (line) line.rows.push(row)
    else lines.set(key, { id: row.id, rows: [row] })
  }
  return [...lines.values()]
}

/** "Ingrid Solheim", "Lena, Mateo, Farid and Chloé", "41 people". */
export function lineTitle({ rows }: ImpactLine, by: ImpactBy): string {
  const [first] = rows
  if (rows.length === 1 && first) return first.name
  if (rows.length > 4)
    return by === 'people' ? `${formatCount(rows.length)} people` : countOf(rows.length, 'dashboard')
  const all = rows.map(({ name }) => name)
  return listed(by === 'people' ? all.map((name) => givenName(name, all)) : all)
}

/** What changes for them: names, and why the rest stays. */
export function lineDetail({ rows }: ImpactLine, by: ImpactBy): string {
  const [row] = rows
  if (!row) return ''
  const parts: string[] = []
  if (row.gainCount > 0 && row.loseCount > 0)
    parts.push(`Gains ${some(row.gains, row.gainCount)}.`, `Loses ${some(row.loses, row.loseCount)}.`)
  else parts.push(some(row.gainCount > 0 ? row.gains : row.loses, row.gainCount + row.loseCount))
  if (row.loseCount > 0 && row.keepCount > 0) {
    if (parts.length === 1) parts[0] = `${parts[0]}.`
    const kept = by === 'people' ? formatCount(row.keepCount) : countOf(row.keepCount, 'person', 'people')
    const through = row.keepsThrough.length > 0 ? ` through ${listed(row.keepsThrough)}` : ''
    parts.push(by === 'people' ? `Keeps ${kept}${through}.` : `${kept} keep it${through}.`)
  }
  return parts.join(' ')
}

/** "+12 each", "−3". */
export function lineCounts({ rows }: ImpactLine): { gain: string; lose: string } {
  const [row] = rows
  const each = rows.length > 1 ? ' each' : ''
  return {
    gain: row && row.gainCount > 0 ? `+${formatCount(row.gainCount)}${row.loseCount > 0 ? '' : each}` : '',
    lose: row && row.loseCount > 0 ? `−${formatCount(row.loseCount)}${each}` : '',
  }
}

/** The subject of a staged change is this row, or among what it gains or loses. */
export function touches(row: ImpactRow, subjectId: string): boolean {
  return (
    row.id === subjectId ||
    row.gains.some(({ id }) => id === subjectId) ||
    row.loses.some(({ id }) => id === subjectId)
  )
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function some(named: readonly { name: string }[], count: number): string {
  const names = named.map(({ name }) => name)
  if (count <= 3) return listed(names)
  return `${names.slice(0, 2).join(', ')} and ${formatCount(count - 2)} more`
}
