import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idOf, sampleState } from '../sample-organization.ts'
import type { BatchOf } from '../staged-change.ts'
import { checkImport, type FileRow } from './check-import.ts'
import { distanceBelow } from './closest-name.ts'

function check(of: BatchOf, file: string | FileRow[], actor = 'ana', state = sampleState()) {
  let next = 0
  const rows = typeof file === 'string' ? file.split('\n').map((line) => line.split(',')) : file
  return checkImport(state, {
    of,
    rows,
    actor: state.users.get(idOf(actor)),
    newId: () => idOf(`made ${next++}`),
  })
}

const problems = (outcome: ReturnType<typeof check>) =>
  outcome.report.problemRows.map(({ line, kind }) => `${line} ${kind}`)

describe('memberships', () => {
  it('sorts rows into ready, nothing to do and problems, with the lines of the file', () => {
    const outcome = check(
      'memberships',
      [
        'email,group',
        'vic@example.com,ops',
        'uma@example.com,ops',
        'ghost@example.com,ops',
        'vic@example.com,obs',
        'not an email,ops',
        'vic@example.com,All Users',
        'VIC@example.com,OPS',
        'vic@example.com,',
        '',
        'uma@example.com,sales,sideways',
      ].join('\n'),
    )
    expect(outcome.report).toMatchObject({ rows: 9, ready: 1, noop: 1, problems: 7 })
    expect(outcome.batchRows).toEqual([
      { kind: 'membership', line: 2, groupId: idOf('ops'), userId: idOf('vic'), to: 'in' },
    ])
    expect(problems(outcome)).toEqual([
      '4 unknown-user',
      '5 unknown-group',
      '6 not-an-email',
      '7 built-in',
      '8 duplicate',
      '9 malformed',
      '11 malformed',
    ])
    expect(outcome.report.problemRows[1]).toMatchObject({ suggestion: 'ops', text: 'vic@example.com,obs' })
    expect(outcome.report.problemRows[4]?.detail).toBe('The same as line 2')
  })

  it('takes columns with the names of built-in properties for what they are: unknown', () => {
    const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty']
    const outcome = check('memberships', [
      ['email', ...names, 'group'],
      ['vic@example.com', ...names, 'ops'],
    ])
    expect(outcome.report).toMatchObject({ rows: 1, ready: 1 })
  })

  it('takes a third column that says add or remove, with or without a header, in any order', () => {
    const first = check('memberships', 'uma@example.com,ops,remove\nvic@example.com,ops,add')
    const second = check(
      'memberships',
      'Group,Action,E-mail,Note\nops,remove,uma@example.com,bye\nops,add,vic@example.com,',
    )
    const aims = (outcome: ReturnType<typeof check>) =>
      outcome.batchRows.map((row) => row.kind === 'membership' && row.to)
    expect(aims(first)).toEqual(['out', 'in'])
    expect(aims(second)).toEqual(['out', 'in'])
  })

  it('refuses a row that says the opposite of an earlier one', () => {
    const outcome = check('memberships', 'vic@example.com,ops,add\nvic@example.com,ops,remove')
    expect(outcome.report.problemRows[0]).toMatchObject({
      kind: 'duplicate',
      detail: 'The opposite of line 1',
    })
  })

  it('refuses rows with too many cells', () => {
    expect(problems(check('memberships', 'vic@example.com,ops,add,now'))).toEqual(['1 malformed'])
  })

  it('tells lines of rows that span several', () => {
    const rows: FileRow[] = [
      { line: 1, cells: ['email', 'group'] },
      { line: 5, cells: ['x@example.com', 'ops'] },
    ]
    expect(problems(check('memberships', rows))).toEqual(['5 unknown-user'])
  })
})

describe('users', () => {
  it('checks e-mail, name and role', () => {
    const outcome = check(
      'users',
      [
        '\ufeffemail,name,role',
        'New@Example.com,New One,Viewer',
        'uma@example.com,Uma,viewer',
        'nobody,N,viewer',
        'a@example.com,,viewer',
        'b@example.com,B,veiwer',
        'new@example.com,Again,viewer',
      ].join('\n'),
    )
    expect(outcome.batchRows).toEqual([
      {
        kind: 'user',
        line: 2,
        userId: idOf('made 0'),
        email: 'new@example.com',
        name: 'New One',
        role: 'viewer',
      },
    ])
    expect(problems(outcome)).toEqual(['4 not-an-email', '5 malformed', '6 bad-role', '7 duplicate'])
    expect(outcome.report.noop).toBe(1)
    expect(outcome.report.problemRows[2]?.suggestion).toBe('viewer')
  })

  it('knows that only admins make admins (V12), and who may add users at all', () => {
    const file = 'a@example.com,A,admin\nb@example.com,B,viewer'
    expect(problems(check('users', file))).toEqual([])
    expect(problems(check('users', file, 'pia'))).toEqual(['1 not-allowed'])
    expect(problems(check('users', file, 'max'))).toEqual(['1 not-allowed', '2 not-allowed'])
  })
})

describe('groups', () => {
  it('checks names', () => {
    const outcome = check('groups', 'name,description\nnew,A group\nOPS,x\nNEW,y\nall users,z\n,w')
    expect(outcome.batchRows).toMatchObject([{ name: 'new', description: 'A group' }])
    expect(outcome.report.noop).toBe(1)
    expect(problems(outcome)).toEqual(['4 duplicate', '5 name-taken', '6 malformed'])
  })

  it('takes a file of names alone, and a group that is called name', () => {
    expect(check('groups', 'name\nnew').batchRows).toHaveLength(1)
    expect(check('groups', 'name,The group of names').batchRows).toMatchObject([{ name: 'name' }])
  })

  it('asks for Business (C26)', () => {
    expect(problems(check('groups', 'new,x', 'ana', sampleState('pro')))).toEqual(['1 not-allowed'])
  })
})

it('accounts for every row, whatever the file holds', () => {
  const state = sampleState()
  const cell = fc.oneof(
    fc.constantFrom('uma@example.com', 'vic@example.com', 'ops', 'sales', 'add', 'remove', 'viewer', '', ' '),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const file = fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 20 })
  fc.assert(
    fc.property(file, fc.constantFrom<BatchOf>('memberships', 'users', 'groups'), (rows, of) => {
      const { report, batchRows } = check(of, rows, 'ana', state)
      expect(report.ready + report.noop + report.problems).toBe(report.rows)
      expect(batchRows).toHaveLength(report.ready)
      expect(report.problemRows).toHaveLength(report.problems)
      expect(Object.values(report.byKind).reduce((sum, count) => sum + count, 0)).toBe(report.problems)
    }),
  )
})

it('measures how far names are apart', () => {
  expect(distanceBelow('kitten', 'sitting', 9)).toBe(3)
  expect(distanceBelow('kitten', 'sitting', 2)).toBe(2)
  expect(distanceBelow('', 'abc', 9)).toBe(3)
  expect(distanceBelow('abc', 'abc', 9)).toBe(0)
})
