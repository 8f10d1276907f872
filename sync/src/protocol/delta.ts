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
 * Row operations on one view. First rows leave: each `cut` names a run of places in the former rows, in
 * ascending order. Then rows come: each `insert` names ids and the place in the next rows where the first of
 * them stands, in ascending order; their rows are in `put` or were cut (they moved). All other rows in `put`
 * replace the row of their id where it stands. `meta` replaces the whole.
 */
export const RowChanges = z.object({
  meta: z.looseObject({}).optional(),
  put: z.array(Row).optional(),
  cut: z.array(z.object({ at: z.int(), count: z.int() })).optional(),
  insert: z.array(z.object({ at: z.int(), ids: z.array(z.string()) })).optional(),
})
export type RowChanges = z.infer<typeof RowChanges>

/**
 * Takes one channel `from → to`. Applied whole or, when `from` is not what the console holds, not at all
 * (it then asks again). Sent on resume with `subscriptionId` to bind the channel.
 */
export const ViewDelta = z.object({
  subscriptionId: z.int().optional(),
  channel: z.int(),
  from: z.int(),
  to: z.int(),
  ...RowChanges.shape,
})
export type ViewDelta = z.infer<typeof ViewDelta>

/** What these commits, or edits of drafts, changed in the views that the console has open: all of it, in one frame. */
export const Delta = z.object({
  type: z.literal('delta'),
  commits: z.array(CommitStamp),
  views: z.array(ViewDelta),
})
export type Delta = z.infer<typeof Delta>
