import { formatCount } from '../format-count.ts'

/** "A name has at most 120 characters, and this has 134". */
export function tooLong(what: string, length: number, most: number): string {
  return `${what} has at most ${formatCount(most)} characters, and this has ${formatCount(length)}`
}
