import { z } from 'zod'
import { Id, Instant } from './scalars.ts'

/**
 * Long work, told to every console of the organization: `done` of `total` rows. `ended` says that it
 * is over (saved, stopped or failed) and the strip may go.
 */
export const Progress = z.object({
  type: z.literal('progress'),
  mutationId: Id,
  mutation: z.string(),
  label: z.string(),
  actorId: Id.nullable(),
  /** The change set that is being saved, if one is. */
  changeSetId: Id.nullable(),
  startedAt: Instant,
  done: z.int(),
  total: z.int(),
  ended: z.boolean(),
})
export type Progress = z.infer<typeof Progress>
