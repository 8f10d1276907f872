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

describe('what stays out of the log', () => {
  it('OP6 keeps secrets and addresses of people out, at the top and one step down', () => {
    const secret = 'ana@halden.example'
    const line = logged(false, (log) =>
      log.warn({ email: secret, user: { password: secret, cookie: secret } }, 'x'),
    )
    expect(line).not.toContain(secret)
    expect(JSON.parse(line)).toMatchObject({ email: '[not logged]', user: { password: '[not logged]' } })
  })

  it('OP6 keeps the rows and parameters out that database errors carry, and their codes in', () => {
    const secret = 'ana@halden.example'
    const cause = Object.assign(new Error('duplicate key value violates unique constraint "users_email"'), {
      code: '23505',
      constraint: 'users_email',
      detail: `Key (email)=(${secret}) already exists.`,
      parameters: [secret],
    })
    const error = new Error(`Failed query: insert into users values ($1)\nparams: ${secret}`, { cause })
    for (const pretty of [true, false]) {
      const line = logged(pretty, (log) => log.error({ err: error }, 'failed'))
      expect(line).not.toContain(secret)
      expect(line).toContain('logger.test.ts')
      if (!pretty)
        expect(JSON.parse(line).err.cause).toMatchObject({ code: '23505', constraint: 'users_email' })
    }
  })
})
