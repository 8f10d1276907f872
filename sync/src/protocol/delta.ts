import { z } from 'zod'
import { Id, Instant, Version } from './scalars.ts'
import { Row } from './view-result.ts'

/** Who and what is behind a delta, for the highlight that names them. */
export const CommitStamp = z.object({
  version: Version,
  mutationId: Id,
  mutation: z.string(),
  actorId: Id.nullable(),
  actorName: z.string().nullable(),
  at: Instant,
})
export type CommitStamp = z.infer<typeof CommitStamp>

/**
 * Row operations that take a channel `from → to`. Applied whole or, when `from` is not what the
 * console holds, not at all (it then asks again). `put` replaces whole rows; `order` lists all ids
 * when the order or the set of rows changed; rows absent from it are gone. Sent on resume with
 * `subscriptionId` to bind the channel.
 */
export const Delta = z.object({
  type: z.literal('delta'),
  subscriptionId: z.int().optional(),
  channel: z.int(),
  from: z.int(),
  to: z.int(),
  meta: z.looseObject({}).optional(),
  put: z.array(Row).optional(),
  order: z.array(z.string()).optional(),
  commits: z.array(CommitStamp),
})
export type Delta = z.infer<typeof Delta>
