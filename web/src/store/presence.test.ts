import type { Peer } from '@muster/sync/protocol/presence.ts'
import { expect, it } from 'vitest'
import { companions, editorOf, onRow, peopleOnline, peopleUnnamed } from './presence.ts'

const peer = (
  userId: string,
  more: Partial<Peer> & { row?: string; doing?: 'selecting' | 'editing' } = {},
): Peer => ({
  connectionId: `${userId}-${more.since ?? ''}`,
  userId,
  name: userId,
  hue: 1,
  since: '2026-11-21T14:00:00.000Z',
  place: { page: '/groups', row: more.row ?? null, doing: more.doing ?? 'viewing', idle: false },
  ...more,
})

it('names each other person on the page once, most recent first', () => {
  const peers = [
    peer('tom'),
    peer('bea', { since: '2026-11-21T14:05:00.000Z' }),
    peer('tom', { since: '2026-11-21T14:06:00.000Z' }),
    peer('me'),
    peer('ana', { place: { page: '/users', row: null, doing: 'viewing', idle: false } }),
  ]
  expect(companions(peers, 'me', '/groups').map(({ userId }) => userId)).toEqual(['tom', 'bea'])
  expect(companions(peers, 'me').map(({ userId }) => userId)).toEqual(['tom', 'bea', 'ana'])
  expect(peopleOnline(peers)).toBe(4)
})

it('prefers the tab in which a person is busy to an idle one', () => {
  const idle = peer('tom', {
    since: '2026-11-21T14:09:00.000Z',
    place: { page: '/groups', row: null, doing: 'viewing', idle: true },
  })
  const busy = peer('tom', { row: 'u1', doing: 'selecting' })
  expect(companions([idle, busy], 'me', '/groups')[0]).toMatchObject({ row: 'u1', idle: false })
})

it('finds who selects a row and who edits one of its fields', () => {
  const here = companions(
    [
      peer('tom', { row: 'u1', doing: 'selecting' }),
      peer('bea', { row: 'u1/name', doing: 'editing' }),
      peer('ana', { row: 'u12', doing: 'selecting' }),
    ],
    'me',
    '/groups',
  )
  expect(
    onRow(here, 'u1')
      .map(({ userId }) => userId)
      .sort(),
  ).toEqual(['bea', 'tom'])
  expect(editorOf(here, 'u1', 'name')?.userId).toBe('bea')
  expect(editorOf(here, 'u1', 'description')).toBeUndefined()
})

it('counts who is here of a crowd and not named, without me', () => {
  expect(peopleUnnamed({ online: 500, here: 120 }, 39)).toBe(80)
  expect(peopleUnnamed({ online: 500, here: 1 }, 0)).toBe(0)
  expect(peopleUnnamed(null, 3)).toBe(0)
})
