import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDown, parseUp } from './parse-frame.ts'
import { isProblem, Problem } from './problem.ts'
import { MAX_FRAME_BYTES, MAX_FRAME_DEPTH } from './version.ts'

const kindOf = (text: string) => {
  const frame = parseUp(text)
  return isProblem(frame) ? frame.kind : frame.type
}

it('PR2 takes known messages and refuses everything else as malformed', () => {
  expect(kindOf('{"type":"ping"}')).toBe('ping')
  expect(kindOf('{"type":"subscribe","subscriptionId":1,"view":"group.list","args":{}}')).toBe('subscribe')
  for (const text of ['', 'null', '[]', '7', '{"type":"pang"}', '{"type":"subscribe"}', '{"type":', '{}'])
    expect(kindOf(text)).toBe('malformed')
})

it('PR2 reads what a node sends by the same schemas', () => {
  expect(parseDown('{"type":"pong"}')).toEqual({ type: 'pong' })
  expect(isProblem(parseDown('{"type":"ping"}'))).toBe(true)
})

it('PR3 refuses a frame that is too large without parsing it', () => {
  expect(kindOf('x'.repeat(MAX_FRAME_BYTES + 1))).toBe('too-large')
})

it('PR4 refuses a frame that is nested too deep, and counts brackets outside of strings only', () => {
  const nested = (depth: number) => `{"type":"ping","x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`
  expect(kindOf(nested(MAX_FRAME_DEPTH))).toBe('ping')
  expect(kindOf(nested(MAX_FRAME_DEPTH + 1))).toBe('malformed')
  expect(kindOf('['.repeat(200_000))).toBe('malformed')
  expect(kindOf(`{"type":"ping","note":"\\"${'['.repeat(100)}"}`)).toBe('ping')
})

it('PR5 never throws, whatever the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (text) => {
      parseUp(text)
      parseDown(text)
    }),
  )
})

it('PR6 answers with RFC 9457 objects of a closed set of kinds', () => {
  for (const text of ['', '{}', 'x'.repeat(MAX_FRAME_BYTES + 1)])
    expect(Problem.safeParse(parseUp(text)).success).toBe(true)
})
