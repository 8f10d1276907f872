import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { User } from '../model/entities.ts'
import { emptyImage, sampleUser } from '../model/random-organization.ts'
import { Replica } from '../model/replica.ts'
import { matcher } from './search.ts'
import { type Selection, select } from './select.ts'

const people = fc.array(
  fc.record({
    name: fc.constantFrom('Ada', 'ada', 'Zoë', 'Bob 9', 'Bob 10'),
    lastActiveAt: fc.constantFrom('1', '2', null),
  }),
  { maxLength: 40 },
)
const byLastActive = { key: (user: User) => user.lastActiveAt ?? '' }
const options = fc.record({
  by: fc.constantFrom<'name' | 'lastActive' | 'number'>('name', 'lastActive', 'number'),
  dir: fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
  page: fc.nat(3),
  pageSize: fc.integer({ min: 1, max: 9 }),
  search: fc.constantFrom('', 'zoe', 'bob example', 'nobody'),
  amongEvery: fc.constantFrom(0, 1, 3, 30),
  goneEvery: fc.constantFrom(0, 7),
})

describe('select', () => {
  it('VW8 answers the page that filtering, sorting and cutting would', () => {
    fc.assert(
      fc.property(people, options, (fields, { by, dir, page, pageSize, search, amongEvery, goneEvery }) => {
        const users = fields.map((each, i) => sampleUser(i, each))
        const rows = Replica.from(emptyImage({ users })).users
        const there = users.flatMap((user, i) => {
          if (goneEvery === 0 || i % goneEvery !== 3) return [i]
          rows.delete(user.id)
          return []
        })
        const number = (ordinal: number) => ordinal % 3
        const sorts: Record<typeof by, Selection<User>['sort']['by']> = {
          name: 'name',
          lastActive: byLastActive,
          number: { number },
        }
        const every = amongEvery
        const among = every === 0 ? undefined : there.filter((i) => i % every === 0)
        const found = select({
          rows,
          among,
          match: matcher(search),
          sort: { by: sorts[by], dir },
          page,
          pageSize,
        })

        const names = ['ada', 'bob 9', 'bob 10', 'zoe']
        const place = (i: number) => names.indexOf((users[i]?.name ?? '').toLowerCase().replace('ë', 'e'))
        const key = (i: number) =>
          by === 'number' ? number(i) : by === 'name' ? 0 : Number(users[i]?.lastActiveAt ?? 0)
        const wanted = search.split(' ')
        const expected = (among ?? there)
          .filter((i) => wanted.every((word) => `${names[place(i)]} person${i}@example.org`.includes(word)))
          .sort((a, b) => key(a) - key(b) || place(a) - place(b) || a - b)
        if (dir === 'desc') expected.reverse()
        expect(found.total).toBe(expected.length)
        expect(found.page).toEqual(expected.slice(page * pageSize, (page + 1) * pageSize))
      }),
      { numRuns: 500 },
    )
  })
})
