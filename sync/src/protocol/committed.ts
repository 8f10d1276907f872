import { z } from 'zod'
import { Id, Version } from './scalars.ts'

/** The mutation is durable as `version`. Deltas of that commit were sent on this socket before it. */
export const Committed = z.object({
  type: z.literal('committed'),
  mutationId: Id,
  version: Version,
  result: z.unknown(),
})
export type Committed = z.infer<typeof Committed>

/** The commit that made a mutation durable, and its answer. */
export type Saved = Pick<Committed, 'version' | 'result'>
