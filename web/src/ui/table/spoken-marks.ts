import { givenName } from '../../store/hue.ts'
import { countOf } from '../format-count.ts'
import type { Mark } from './calm-rows.ts'
import type { ListWords } from './mark-words.ts'

/** What others just did to a list, one sentence per person: "Bea added 2 members and removed 1 member". */
export function spokenMarks(marks: readonly Mark[], words: ListWords, me: string): string[] {
  const byPerson = new Map<string, { name: string; counts: Map<string, number> }>()
  for (const mark of marks) {
    if (mark.by.id === null || mark.by.id === me) continue
    const verb = (words[mark.kind] || mark.kind).toLowerCase()
    const person = byPerson.get(mark.by.id) ?? { name: mark.by.name, counts: new Map<string, number>() }
    person.counts.set(verb, (person.counts.get(verb) ?? 0) + 1)
    byPerson.set(mark.by.id, person)
  }
  return [...byPerson.values()].map(({ name, counts }) => {
    const deeds = [...counts].map(([verb, count]) => `${verb} ${countOf(count, words.one, words.many)}`)
    return `${givenName(name)} ${deeds.join(' and ')}`
  })
}
