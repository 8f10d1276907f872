import { givenName } from '../../store/hue.ts'
import { countOf } from '../format-count.ts'
import type { Actor } from './calm-rows.ts'

export interface Waiting {
  added: number
  by: readonly Actor[]
  held: number
  reordered: boolean
}

/** What a pill says of what waits; undefined when nothing does. */
export function waitingWords(waiting: Waiting, one: string, many: string): string | undefined {
  if (waiting.held > 0) return `${countOf(waiting.held + waiting.added, 'change')}, show`
  if (waiting.added > 0) {
    const only = waiting.by.length === 1 ? waiting.by[0] : undefined
    const by = only?.name ? ` by ${givenName(only.name)}` : ''
    return `${countOf(waiting.added, `new ${one}`, `new ${many}`)}${by}, show`
  }
  return waiting.reordered ? 'Order changed, refresh' : undefined
}
