import { fold } from '../model/fold.ts'

/** A test of `Rows.searchText`: every word of the search must occur in it, without case and accents. */
export type Match = (text: string) => boolean

/** Undefined when the search is empty and so everything matches. */
export function matcher(search: string): Match | undefined {
  const words = wordsOf(search)
  if (words.length === 0) return undefined
  return (text) => words.every((word) => text.includes(word))
}

/** A stricter test: every word of the search begins a word of the text. */
export function prefixMatcher(search: string): Match {
  const starts = wordsOf(search).map((word) => ` ${word}`)
  return (text) => starts.every((start) => text.includes(start))
}

function wordsOf(search: string): string[] {
  return fold(search).split(' ').filter(Boolean)
}
