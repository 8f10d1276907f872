import type { StagedChange } from '@muster/sync/staging/staged-change.ts'
import { expect, it } from 'vitest'
import { countStates, sliceOf } from './slice.ts'

const at = '2026-03-04T11:20:00.000Z'
const member = (userId: string, to: 'in' | 'out' = 'in', groupId = 'g'): StagedChange => ({
  kind: 'membership',
  groupId,
  userId,
  to,
  by: 'ana',
  at,
  base: 1,
})
const names = {
  subject: (id: string) => (id === 'lena' ? { name: 'Lena Fischer', detail: 'lena@x.org' } : undefined),
  person: (id: string) => (id === 'ana' ? 'Ana Ferreira' : undefined),
}
const local = (key: string, change: StagedChange, unsent = false) => ({ key, change, unsent })
const known = {
  id: 'k1',
  op: 'add' as const,
  subject: { id: 'lena', name: 'Lena Fischer-Meyer', detail: 'lena@x.org' },
  by: { id: 'ana', name: 'Ana Ferreira' },
  state: 'no-op' as const,
  reason: { code: 'already-in' },
}

it('shows what was staged here before the server has heard of it', () => {
  expect(sliceOf('g', [local('k1', member('lena'), true)], [], names)).toEqual([
    {
      key: 'k1',
      kind: 'membership',
      op: 'add',
      subject: { id: 'lena', name: 'Lena Fischer', detail: 'lena@x.org' },
      by: { id: 'ana', name: 'Ana Ferreira' },
      at,
      state: 'ready',
      reason: null,
      unsent: true,
    },
  ])
})

it('takes names, status and reason from the server once they are here', () => {
  const [entry] = sliceOf('g', [local('k1', member('lena'))], [known], names)
  expect(entry).toMatchObject({
    state: 'no-op',
    reason: { code: 'already-in' },
    subject: { name: 'Lena Fischer-Meyer' },
  })
})

it('does not believe a status that was given for the opposite aim', () => {
  const [entry] = sliceOf('g', [local('k1', member('lena', 'out'))], [known], names)
  expect(entry).toMatchObject({ op: 'remove', state: 'ready', reason: null })
})

it('leaves out other groups, and counts what would happen', () => {
  const entries = sliceOf(
    'g',
    [local('k1', member('lena')), local('k2', member('tom')), local('k3', member('tom', 'in', 'h'))],
    [known],
    names,
  )
  expect(entries.map((entry) => entry.key)).toEqual(['k1', 'k2'])
  expect(countStates(entries)).toEqual({ ready: 1, noop: 1, conflicts: 0 })
})
