import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createLogger } from './logger.ts'

function logged(pretty: boolean, log: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = ''
  const out = new Writable({
    write(chunk, _encoding, done) {
      text += chunk
      done()
    },
  })
  log(createLogger({ level: 'info', pretty }, out))
  return text
}

describe('logger', () => {
  it('writes one JSON object a line', () => {
    const line = logged(false, (log) => log.info({ status: 200 }, 'GET /'))
    expect(JSON.parse(line)).toMatchObject({ level: 30, status: 200, msg: 'GET /' })
  })

  it('writes short lines for a person', () => {
    const line = logged(true, (log) => log.warn({ status: 404, ms: 3 }, 'GET /x'))
    expect(line).toMatch(/^\d\d:\d\d:\d\d ! GET \/x status=404 ms=3\n$/)
  })

  it('shows where an error came from', () => {
    const line = logged(true, (log) => log.error({ err: new Error('broken') }, 'failed'))
    expect(line).toContain('✗ failed')
    expect(line).toContain('Error: broken\n    at ')
  })
})
