import { expect, it } from 'vitest'
import { AwarenessBook } from './awareness-book.ts'
import type { StagingSocket } from './staging-socket.ts'

it('ST9 reserves no client ids for a socket beyond those that it may show', () => {
  const reserved: number[] = []
  const socket = Object.create(null) as StagingSocket
  const entries = Array.from({ length: 64 }, (_, client) => ({ client, clock: 1, state: {} }))
  const news = new AwarenessBook().take(socket, entries, { id: 'ana', name: 'Ana', hue: 1 }, (client) => {
    reserved.push(client)
    return true
  })
  expect(news).toHaveLength(8)
  expect(reserved).toHaveLength(8)
})
