import { describe, expect, it } from 'vitest'
import { mayReadMetrics } from './may-read-metrics.ts'

const local = { authorization: undefined, remoteAddress: '127.0.0.1', host: '127.0.0.1:3000' }

describe('who may read the metrics', () => {
  it('OP3 asks for the token when there is one, also on the machine itself', () => {
    const rules = { token: 'a-long-enough-token', isLocalNode: true }
    const bearing = (authorization: string | undefined) => mayReadMetrics({ ...local, authorization }, rules)
    expect(bearing('Bearer a-long-enough-token')).toBe(true)
    for (const wrong of [undefined, '', 'Bearer ', 'Bearer a-long-enough-toke', 'a-long-enough-token'])
      expect(bearing(wrong)).toBe(false)
  })

  it('OP3 without a token lets only the machine itself read, by a local name, on a node that is only local', () => {
    const rules = { token: undefined, isLocalNode: true }
    expect(mayReadMetrics(local, rules)).toBe(true)
    expect(mayReadMetrics({ ...local, remoteAddress: '::ffff:127.0.0.1', host: 'localhost' }, rules)).toBe(
      true,
    )
    expect(mayReadMetrics(local, { ...rules, isLocalNode: false })).toBe(false)
    for (const remoteAddress of ['192.0.2.7', '10.0.0.1', undefined, '127.0.0.1.evil.example'])
      expect(mayReadMetrics({ ...local, remoteAddress }, rules)).toBe(false)
    for (const host of ['muster.example', '127.0.0.1.evil.example', undefined])
      expect(mayReadMetrics({ ...local, host }, rules)).toBe(false)
  })
})
