/** What the palette offers for a text: pure. */
import type { Icon } from '../../ui/icon.ts'
import { matchedParts } from '../../ui/matched-parts.ts'

export interface PaletteEntry {
  id: string
  section: string
  label: string
  detail?: string
  icon: Icon
  keys?: string
  href?: string
  run?(): void
}

export interface PaletteSection {
  name: string
  entries: PaletteEntry[]
}

/** 0 for a match at the start, 1 at the start of a word, 2 inside; undefined for none. */
export function rankOf(label: string, search: string): number | undefined {
  if (search.trim() === '') return 1
  const parts = matchedParts(label, search)
  const at = parts.findIndex(({ matched }) => matched)
  if (at < 0) return undefined
  if (at === 0) return 0
  return /[\s(/·-]$/u.test(parts[at - 1]?.text ?? '') ? 1 : 2
}

/** Entries that match, best first within their section; sections keep their order. */
export function matchingSections(entries: readonly PaletteEntry[], search: string): PaletteSection[] {
  const sections = new Map<string, { entry: PaletteEntry; rank: number }[]>()
  for (const entry of entries) {
    const rank = rankOf(entry.label, search)
    if (rank === undefined) continue
    const listed = sections.get(entry.section) ?? []
    listed.push({ entry, rank })
    sections.set(entry.section, listed)
  }
  return [...sections].map(([name, listed]) => ({
    name,
    entries: listed.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry),
  }))
}
