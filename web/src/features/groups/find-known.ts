import type { CandidateRow } from '../../store/view-rows.ts'
import { matchedParts } from '../../ui/matched-parts.ts'

/** A person or dashboard that this page has seen. */
export type Known = Pick<CandidateRow, 'id' | 'name' | 'detail' | 'present' | 'status'>

const matches = (text: string, search: string) => matchedParts(text, search).some((part) => part.matched)

/** What the directory finds for a search, best first. Pure. */
export function findKnown(rows: Iterable<Known>, search: string, limit: number): Known[] {
  const wanted = search.trim()
  const found: { row: Known; rank: number }[] = []
  for (const row of rows) {
    if (wanted !== '' && !matches(row.name, wanted) && !matches(row.detail, wanted)) continue
    const begins = row.name.split(/\s+/u).some((word) => matchedParts(word, wanted)[0]?.matched)
    found.push({ row, rank: wanted === '' || begins ? 0 : 1 })
  }
  found.sort((a, b) => a.rank - b.rank || a.row.name.localeCompare(b.row.name))
  return found.slice(0, limit).map(({ row }) => row)
}
