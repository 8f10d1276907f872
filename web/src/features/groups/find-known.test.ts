import { expect, it } from 'vitest'
import { findKnown, type Known } from './find-known.ts'

const person = (name: string, detail = ''): Known => ({
  id: name,
  name,
  detail,
  present: false,
  status: 'active',
})
const people = [
  person('Omar Farouk'),
  person('Maria Kowalczyk'),
  person('Chloé Martin'),
  person('Tom Okafor', 'mar@x.org'),
]
const names = (search: string, limit = 9) => findKnown(people, search, limit).map((row) => row.name)

it('finds by name and detail, beginnings of words first', () => {
  expect(names('mar')).toEqual(['Chloé Martin', 'Maria Kowalczyk', 'Omar Farouk', 'Tom Okafor'])
})

it('ignores accents and case, and offers everybody without a search', () => {
  expect(names('CHLOE')).toEqual(['Chloé Martin'])
  expect(names('', 2)).toEqual(['Chloé Martin', 'Maria Kowalczyk'])
})
