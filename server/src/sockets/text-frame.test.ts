import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { textFrame } from './text-frame.ts'

const texts = [
  '',
  'a',
  'ü'.repeat(62),
  'x'.repeat(125),
  'x'.repeat(126),
  'ß€𝄞'.repeat(8_000),
  'x'.repeat(65_536),
]

it('FN1 makes of a text of any length the bytes that a client reads back, between those of ws itself', async () => {
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const server = new WebSocketServer({ server: http, perMessageDeflate: false })
  server.on('connection', (socket, request) => {
    for (const text of texts) {
      socket.ping()
      request.socket.write(textFrame(text))
    }
    socket.close(1000, 'done')
  })
  const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
  const read: string[] = []
  socket.on('message', (data, isBinary) => read.push(isBinary ? 'binary' : String(data)))
  const [code] = await once(socket, 'close')
  server.close()
  http.close()
  expect(read).toEqual(texts)
  expect(code).toBe(1000)
})
