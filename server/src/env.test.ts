import { describe, expect, it } from 'vitest'
import { EnvironmentError, parseEnvironment } from './env.ts'

function failure(source: Record<string, string>): string {
  try {
    parseEnvironment(source)
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message
  }
  return ''
}

describe('environment', () => {
  it('has a default for everything', () => {
    expect(parseEnvironment({})).toEqual({
      PORT: 3000,
      HOST: '127.0.0.1',
      MUSTER_DATA_DIR: '.muster',
      MUSTER_DEMO: true,
      MUSTER_ORIGIN: [],
      MUSTER_STOP_NOTICE_MS: 500,
      LOG_LEVEL: 'info',
      TRUST_PROXY: false,
    })
  })

  it('takes an empty variable as absent', () => {
    expect(parseEnvironment({ PORT: '', DATABASE_URL: '' }).PORT).toBe(3000)
  })

  it('reads flags, numbers and several origins', () => {
    const env = parseEnvironment({
      PORT: '0',
      MUSTER_DEMO: '0',
      MUSTER_ORIGIN: 'https://a.example, https://b.example:8443/',
    })
    expect(env).toMatchObject({
      PORT: 0,
      MUSTER_DEMO: false,
      MUSTER_ORIGIN: ['https://a.example', 'https://b.example:8443'],
    })
  })

  it('lists every wrong variable at once', () => {
    const message = failure({ PORT: 'abc', LOG_LEVEL: 'loud', MUSTER_ORIGIN: 'https://a.example/path' })
    expect(message).toContain('PORT must be a number from 0 to 65535 (it is "abc")')
    expect(message).toContain('LOG_LEVEL must be one of')
    expect(message).toContain('MUSTER_ORIGIN must be one or more origins')
  })

  it('does not repeat passwords and tokens', () => {
    expect(failure({ METRICS_TOKEN: 'short-secret' })).toBe(
      'The environment is not valid:\n  METRICS_TOKEN must have at least 16 characters (it is not shown here)',
    )
    expect(failure({ DATABASE_URL: 'mysql://root:secret@db/x' })).not.toContain('secret')
  })
})
