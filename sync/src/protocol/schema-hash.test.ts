import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { Down } from './down.ts'
import { Up } from './up.ts'
import { PROTOCOL_VERSION } from './version.ts'

/** One line per released version: add a line and raise PROTOCOL_VERSION, never edit a line. */
const pinned: Record<number, string> = {
  1: '12bb25ecdb9b4c5a',
  2: 'ee20d8a5d12e7b7a',
}

it('PR1 pins the schemas of all messages to the protocol version', () => {
  const schemas = [Up, Down].map((schema) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  const hash = createHash('sha256').update(JSON.stringify(schemas)).digest('hex').slice(0, 16)
  expect({ version: PROTOCOL_VERSION, hash }).toEqual({
    version: PROTOCOL_VERSION,
    hash: pinned[PROTOCOL_VERSION],
  })
})
