import { expect, it } from 'vitest'
import { waitingWords } from './waiting-words.ts'

const nothing = { added: 0, by: [], held: 0, reordered: false }
const bea = { id: 'b', name: 'Bea Lindqvist' }
const tom = { id: 't', name: 'Tom Okafor' }

it('says how many rows wait, and who added them when it was one person', () => {
  expect(waitingWords({ ...nothing, added: 3, by: [bea, tom] }, 'user', 'users')).toBe('3 new users, show')
  expect(waitingWords({ ...nothing, added: 1, by: [bea] }, 'group', 'groups')).toBe(
    '1 new group by Bea, show',
  )
})

it('only counts when there was too much to follow', () => {
  expect(waitingWords({ ...nothing, held: 412 }, 'user', 'users')).toBe('412 changes, show')
})

it('offers to sort again, and says nothing when nothing waits', () => {
  expect(waitingWords({ ...nothing, reordered: true }, 'user', 'users')).toBe('Order changed, refresh')
  expect(waitingWords(nothing, 'user', 'users')).toBeUndefined()
})
