import type { StagedChange } from '@muster/sync/staging/staged-change.ts'
import { expect, it } from 'vitest'
import { takenBackWords } from './taken-back-words.ts'

const by = { id: 'bea', name: 'Bea Lindqvist' }
const taken = (to: 'in' | 'out', subject: string, group = 'Sales EMEA') => ({
  change: {
    kind: 'membership',
    groupId: 'g',
    userId: subject,
    to,
    by: 'me',
    at: '',
    base: 0,
  } as StagedChange,
  subject,
  group,
})

it('names who took what back, and from where', () => {
  expect(takenBackWords({ by, changes: [taken('in', 'Lena Fischer')] })).toEqual({
    title: 'Bea took back Lena Fischer,',
    detail: 'staged for Sales EMEA',
  })
  expect(takenBackWords({ by, changes: [taken('out', 'Lena Fischer')] }).detail).toBe(
    'staged to leave Sales EMEA',
  )
})

it('counts several, and names the group when it is one', () => {
  const changes = [taken('in', 'Lena Fischer'), taken('in', 'Mateo Rossi')]
  expect(takenBackWords({ by, changes })).toEqual({
    title: 'Bea took back 2 changes you staged,',
    detail: 'for Sales EMEA',
  })
  expect(takenBackWords({ by, changes: [...changes, taken('in', 'Farid', 'Finance')] })).toEqual({
    title: 'Bea took back 3 changes you staged',
  })
})

it('has words for somebody and something without a name', () => {
  const nameless = { by: { id: 'x', name: '' }, changes: [taken('in', '', '')] }
  expect(takenBackWords(nameless)).toEqual({ title: 'Somebody took back what you staged' })
})
