import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { openPool } from './postgres-pool.ts'
import { ConnectionLost, PostgresTransaction } from './postgres-transaction.ts'

it('reads moments of any precision and zone as ISO 8601 in UTC', async () => {
  const pool = openPool('postgres://nobody@127.0.0.1:1/none')
  const parse = pool.options.types?.getTypeParser(1184, 'text') as (text: string) => string
  const moments: [text: string, instant: string][] = [
    ['2026-03-04 11:20:00+00', '2026-03-04T11:20:00.000Z'],
    ['2026-03-04 11:20:00.5+00', '2026-03-04T11:20:00.500Z'],
    ['2026-03-04 11:20:00.123+00', '2026-03-04T11:20:00.123Z'],
    ['2026-03-04 11:20:00.123456+00', '2026-03-04T11:20:00.123Z'],
    ['2026-03-04 13:20:00.007+02', '2026-03-04T11:20:00.007Z'],
    ['2026-03-04 05:50:00-05:30', '2026-03-04T11:20:00.000Z'],
  ]
  for (const [text, instant] of moments) expect(parse(text), text).toBe(instant)
  await pool.end()
})

it('reports a broken connection without what the connection knows', async () => {
  const heard: Error[] = []
  const pool = openPool('postgres://nobody@127.0.0.1:1/none', { onError: (error) => heard.push(error) })
  const client = { secretKey: 4711 }
  pool.emit('error', Object.assign(new Error('terminated'), { client }), Object(client))
  expect(heard.map((error) => ({ ...error, message: error.message }))).toEqual([{ message: 'terminated' }])
  await pool.end()
})

/** A message of the Postgres protocol: type, length, body. */
function message(type: string, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body)
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeUInt32BE(bytes.length + 4, 1)
  return Buffer.concat([head, bytes])
}

it('survives a server that ends a connection in the moment it is handed out', async () => {
  const welcome = [message('R', Buffer.alloc(4)), message('Z', 'I')]
  const farewell = message('E', 'SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0')
  // Both in one packet: the connection breaks before whoever waits for it can listen.
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.concat([...welcome, farewell])))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const pool = openPool(`postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/none`)
  const transaction = await PostgresTransaction.open(pool)
  await expect(transaction.commit()).rejects.toBeInstanceOf(ConnectionLost)
  await pool.end()
  server.close()
})
