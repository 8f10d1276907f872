import { expect, it } from 'vitest'
import { openPool } from './postgres-pool.ts'

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
