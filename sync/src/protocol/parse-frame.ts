import type { z } from 'zod'
import { Down } from './down.ts'
import { isTooDeep } from './frame-depth.ts'
import { type Problem, problem, problemOf } from './problem.ts'
import { Up } from './up.ts'
import { MAX_FRAME_BYTES, MAX_FRAME_DEPTH } from './version.ts'

/**
 * Reads a console's frame: never throws. Size (PR3) and depth (PR4) are looked at before the text is
 * parsed. The size is that of the text in UTF-16 units, which is never more than its bytes; the socket
 * itself bounds the bytes.
 */
export function parseUp(text: string): Up | Problem {
  if (text.length > MAX_FRAME_BYTES)
    return problem('too-large', 'The frame is too large', { detail: `At most ${MAX_FRAME_BYTES} bytes` })
  if (isTooDeep(text, MAX_FRAME_DEPTH))
    return problem('malformed', 'The frame is nested too deep', {
      detail: `At most ${MAX_FRAME_DEPTH} levels`,
    })
  return parse(Up, text)
}

/** Reads a node's frame with the full schema. Consoles trust their node; tests and tools use this. */
export function parseDown(text: string): Down | Problem {
  return parse(Down, text)
}

function parse<T>(schema: z.ZodType<T>, text: string): T | Problem {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return problem('malformed', 'The frame is not JSON')
  }
  const parsed = schema.safeParse(value)
  return parsed.success
    ? parsed.data
    : problemOf(parsed.error, 'malformed', 'The frame is not a known message')
}
