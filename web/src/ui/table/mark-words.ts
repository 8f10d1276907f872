import { givenName } from '../../store/hue.ts'
import type { Mark } from './calm-rows.ts'

export interface ListWords {
  /** "member" and "members", for the pill and the checkboxes. */
  one: string
  many: string
  /** What happened to a row: "Added", "Shared"; "Removed", "Deleted"; "Changed". */
  added?: string
  removed?: string
  /** Empty when a column says it: then there are no words in the name cell. */
  changed?: string
}

/** "Added by Bea, just now": the words that go with a tint, so that colour is never alone. */
export function markWords(mark: Mark, words: ListWords, me: string): string {
  const verb = words[mark.kind] ?? { added: 'Added', removed: 'Removed', changed: 'Changed' }[mark.kind]
  const who = mark.by.id === null ? '' : mark.by.id === me ? ' by you' : ` by ${givenName(mark.by.name)}`
  return mark.kind === 'removed' ? `${verb}${who}` : `${verb}${who}, just now`
}
