import { expect, it } from 'vitest'
import { foundSections } from './found-sections.ts'
import { matchingSections, type PaletteEntry, rankOf } from './palette-entries.ts'

const icon = () => null
const entry = (section: string, label: string): PaletteEntry => ({ id: label, section, label, icon })

it('ranks matches at the start before starts of words before the middle', () => {
  expect(rankOf('Add group', 'add')).toBe(0)
  expect(rankOf('Go to dashboard', 'dash')).toBe(1)
  expect(rankOf('Farid Haddad', 'add')).toBe(2)
  expect(rankOf('Users', 'x')).toBeUndefined()
})

it('keeps the order of sections and sorts within them', () => {
  const found = matchingSections(
    [entry('Actions', 'Undo add'), entry('Actions', 'Add group'), entry('Go to', 'Go to Users')],
    'add',
  )
  expect(found.map(({ name, entries }) => [name, entries.map(({ label }) => label)])).toEqual([
    ['Actions', ['Add group', 'Undo add']],
  ])
})

it('offers everything before anything is typed', () => {
  expect(matchingSections([entry('Actions', 'Add group'), entry('Go to', 'Go to Users')], ' ')).toHaveLength(
    2,
  )
})

it('finds people and dashboards in their lists, under headings of their own', () => {
  const found = {
    groups: [],
    users: [{ id: 'u', name: 'Zoë', email: 'zoe+ops@example.org' }],
    dashboards: [{ id: 'd', name: 'Cost & use', people: 1 }],
  }
  const sections = foundSections(found, { groups: icon, users: icon, dashboards: icon })
  expect(sections.map(({ name, entries }) => [name, entries[0]?.href, entries[0]?.detail])).toEqual([
    ['Users', '/users?search=zoe%2Bops%40example.org', 'zoe+ops@example.org'],
    ['Dashboards', '/dashboards?search=Cost%20%26%20use', '1 person'],
  ])
})
