import { expect, it } from 'vitest'
import { spokenMarks } from './spoken-marks.ts'

const bea = { id: 'b', name: 'Bea Lindqvist' }
const words = { one: 'member', many: 'members', removed: 'Removed' }

it('says what each other person did, in one sentence', () => {
  expect(
    spokenMarks(
      [
        { kind: 'added', by: bea, at: 1 },
        { kind: 'added', by: bea, at: 1 },
        { kind: 'removed', by: bea, at: 1 },
        { kind: 'added', by: { id: 'me', name: 'Ana' }, at: 1 },
        { kind: 'changed', by: { id: null, name: '' }, at: 1, fields: [] },
      ],
      words,
      'me',
    ),
  ).toEqual(['Bea added 2 members and removed 1 member'])
})
