import { z } from 'zod'
import { Id, Instant, Version } from './scalars.ts'
import { Row } from './view-result.ts'

/**
 * Who and what is behind a delta, for the highlight that names them. Commits of one mutation by one person are one
 * stamp: `version` is that of the last of them, `at` when the first was.
 */
export const CommitStamp = z.object({
  version: Version,
  mutation: z.string(),
  actorId: Id.nullable(),
  actorName: z.string().nullable(),
  at: Instant,
})
export type CommitStamp = z.infer<typeof CommitStamp>

/**
 * Row operations on one view, in this order. Each `cut` names a run of places in the former rows, in ascending
 * order. Each `insert` names the place in the next rows where the first of its rows stands, in ascending order: a
 * row that was cut and comes back as it was is named by its id, any other is there whole. Each `set` gives the
 * fields that changed of the row at that place in the next rows. `meta` replaces the whole.
 */
export const RowChanges = z.object({
  meta: z.looseObject({}).optional(),
  cut: z.array(z.object({ at: z.int(), count: z.int() })).optional(),
  insert: z.array(z.object({ at: z.int(), rows: z.array(z.union([z.string(), Row])) })).optional(),
  set: z.array(z.object({ at: z.int(), fields: z.looseObject({}) })).optional(),
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
