import { describe, expect, it } from 'vitest'
import { isOwnOrigin } from './origin.ts'

const rules = { origins: ['https://muster.example'], trustProxy: false }
const from = (origin: string | undefined, host = 'localhost:3000', forwardedHost?: string) => ({
  origin,
  host,
  forwardedHost,
})

describe('isOwnOrigin', () => {
  it('takes the host that was called, and configured origins', () => {
    expect(isOwnOrigin(from('http://localhost:3000'), rules)).toBe(true)
    expect(isOwnOrigin(from('https://muster.example'), rules)).toBe(true)
  })

  it.each([
    undefined,
    'null',
    '',
    'http://localhost:3001',
    'http://localhost.evil.example:3000',
    'https://muster.example.evil.example',
    'http://muster.example',
    'file://localhost:3000',
    'http://localhost:3000@evil.example',
  ])('refuses %s', (origin) => {
    expect(isOwnOrigin(from(origin), rules)).toBe(false)
  })

  it('believes a proxy only when told to', () => {
    const request = from('https://muster.halden.example', 'node-1:3000', 'muster.halden.example')
    expect(isOwnOrigin(request, rules)).toBe(false)
    expect(isOwnOrigin(request, { ...rules, trustProxy: true })).toBe(true)
  })
})
