import { expect, it } from 'vitest'
import type { Commit } from '../model/commit.ts'
import { History } from './history.ts'

const commit = (version: number, rows: number): Commit => ({
  organizationId: 'organization',
  version,
  mutationId: `mutation ${version}`,
  mutation: 'membership.add',
  actorId: null,
  at: '2026-11-22T09:00:00.000Z',
  changeSetId: null,
  changes: [
    {
      entity: 'membership',
      op: 'add',
      groupId: 'group',
      userIds: Array.from({ length: rows }, (_, at) => `user ${at}`),
    },
  ],
})

it('RC1 answers the commits after a version that it keeps', () => {
  const history = new History(10, 100)
  for (const version of [4, 5, 6]) history.push(commit(version, 1))
  expect(history.after(4)?.map(({ version }) => version)).toEqual([5, 6])
  expect(history.after(6)).toEqual([])
  expect([history.after(2), history.after(7)]).toEqual([undefined, undefined])
})

it('CM15 knows that nothing came after a commit that is too long to keep', () => {
  const history = new History(10, 100)
  history.push(commit(1, 1))
  history.push(commit(2, 101))
  expect(history.after(2)).toEqual([])
  expect(history.after(1)).toBeUndefined()
})
