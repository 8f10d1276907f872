/** Reads a JSON body by a schema. Hono's RPC client learns the type from it. */

import { problem, problemOf } from '@muster/sync/protocol/problem.ts'
import { bodyLimit } from 'hono/body-limit'
import { validator } from 'hono/validator'
import type { z } from 'zod'
import { Refusal, refuse } from './problem-response.ts'

/** Wrong input is answered with the list of what is wrong, by JSON pointers. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return validator('json', (value): z.output<S> => {
    const parsed = schema.safeParse(value)
    if (!parsed.success) throw new Refusal(problemOf(parsed.error))
    return parsed.data
  })
}

/** Refuses bodies above `bytes`, told by Content-Length or found while reading. */
export function maxBody(bytes: number) {
  const size = bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MB` : `${bytes / 1024} KB`
  return bodyLimit({
    maxSize: bytes,
    onError: (c) => refuse(c, problem('too-large', `The request is larger than ${size}`)),
  })
}
