import { expect, it } from 'vitest'
import { deletionWords } from './deletion-words.ts'

it('says how many leave and how many of them lose something', () => {
  expect(deletionWords({ members: 248, dashboards: 12 }, { loseUsers: 171 })).toBe(
    '248 people leave the group, and 171 of them lose at least one dashboard.',
  )
  expect(deletionWords({ members: 1, dashboards: 1 }, { loseUsers: 1 })).toBe(
    '1 person leaves the group and loses at least one dashboard.',
  )
  expect(deletionWords({ members: 3, dashboards: 1 }, { loseUsers: 0 })).toBe(
    '3 people leave the group, and nobody loses access to a dashboard.',
  )
})

it('does not guess before the server has answered, and knows an empty group', () => {
  expect(deletionWords({ members: 3, dashboards: 1 }, undefined)).toBe('3 people leave the group.')
  expect(deletionWords({ members: 0, dashboards: 2 }, undefined)).toBe(
    'Nobody is in the group, so nobody loses access. 2 dashboards are no longer shared with it.',
  )
})
