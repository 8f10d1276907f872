import { givenName } from '../../store/hue.ts'

/** What is staged for a row: the sign, and the words "Removal staged by Tom". */
export interface StagedMark {
  op: 'add' | 'remove' | 'conflict'
  words: string
}

/** "Removal staged by Tom"; "you" for the reader. */
export function stagedWords(
  op: 'add' | 'remove',
  by: { id: string; name: string } | undefined,
  me: string,
): string {
  const what = op === 'add' ? 'Addition' : 'Removal'
  if (!by || (by.id !== me && by.name === '')) return `${what} staged`
  return `${what} staged by ${by.id === me ? 'you' : givenName(by.name)}`
}
