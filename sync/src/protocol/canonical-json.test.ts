import { expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

it('SB2 says equal values alike whatever the order of their members, and others not', () => {
  const equal = ['{"b":[{"y":1,"x":2}],"a":null,"10":0,"9":0}', '{"9":0,"a":null,"10":0,"b":[{"x":2,"y":1}]}']
  expect(new Set(equal.map((text) => canonicalJson(JSON.parse(text)))).size).toBe(1)
  const others = [
    '{"a":1}',
    '{"a":"1"}',
    '{"a":1,"__proto__":1}',
    '{"a":1,"__proto__":{"x":1}}',
    '[]',
    '{}',
    '[null]',
    'null',
  ]
  expect(new Set(others.map((text) => canonicalJson(JSON.parse(text)))).size).toBe(others.length)
  expect(canonicalJson({ a: undefined })).toBe('{}')
  expect(canonicalJson([undefined])).toBe('[null]')
  expect(canonicalJson(undefined)).toBe('null')
})

it('PR5 looks at every part once, however deep it lies', () => {
  const deep = (inner: string) => JSON.parse(`${'[{"a":'.repeat(15)}${inner}${'}]'.repeat(15)}`)
  const text = canonicalJson(deep('{"b":1,"a":2}'))
  expect(text).toBe(canonicalJson(deep('{"a":2,"b":1}')))
  expect(text).toHaveLength(15 * 8 + 13)
})
