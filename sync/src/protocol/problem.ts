/** Expected refusals, as values. The same object travels over HTTP (RFC 9457) and the socket. */
import { z } from 'zod'

const statuses = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  invalid: 422,
  'too-many': 429,
  cancelled: 499,
  internal: 500,
  unavailable: 503,
} as const

export type ProblemKind = keyof typeof statuses
const kinds = Object.keys(statuses) as [ProblemKind, ...ProblemKind[]]

/** `detail` is a sentence for people; `errors` point into the arguments (RFC 6901 pointers). */
export const Problem = z.object({
  type: z.string(),
  kind: z.enum(kinds),
  status: z.int(),
  title: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  requestId: z.string().optional(),
})
export type Problem = z.infer<typeof Problem>

/** Makes a problem; `title` says what failed in words that a person can act on. */
export function problem(
  kind: ProblemKind,
  title: string,
  more: { detail?: string; errors?: Problem['errors'] } = {},
): Problem {
  return { type: `urn:muster:problem:${kind}`, kind, status: statuses[kind], title, ...more }
}

/** Narrows the result of anything that answers with a value or a problem. */
export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'type' in value &&
    String(value.type).startsWith('urn:muster:problem:')
  )
}

/** A `malformed` or `invalid` problem that lists what zod found. */
export function problemOf(
  error: z.ZodError,
  kind: 'malformed' | 'invalid' = 'invalid',
  title = 'The input is not valid',
): Problem {
  const errors = error.issues
    .slice(0, 20)
    .map((issue) => ({ pointer: `/${issue.path.join('/')}`, detail: issue.message }))
  return problem(kind, title, { errors })
}
