import { countOf } from '../ui/format-count.ts'
import { givenName } from './hue.ts'
import type { TakenBack } from './staging-link.ts'

/** What to say when somebody took back what I had staged: "Bea took back Lena Fischer", and of what. */
export function takenBackWords({ by, changes }: TakenBack): { title: string; detail?: string } {
  const who = givenName(by.name) || 'Somebody'
  const [first] = changes
  if (changes.length !== 1 || !first) {
    const groups = [...new Set(changes.map(({ group }) => group))]
    const [only] = groups
    const title = `${who} took back ${countOf(changes.length, 'change')} you staged`
    return groups.length === 1 && only ? { title: `${title},`, detail: `for ${only}` } : { title }
  }
  const { change, subject, group } = first
  const title = `${who} took back ${subject || 'what you staged'}`
  if (change.kind === 'batch' || group === '') return { title }
  return {
    title: `${title},`,
    detail: change.to === 'in' ? `staged for ${group}` : `staged to leave ${group}`,
  }
}
