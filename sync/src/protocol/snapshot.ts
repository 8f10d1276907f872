import { z } from 'zod'
import { ViewResult } from './view-result.ts'

/**
 * A view's full rows. Deltas that follow name the view by `channel`, so that the same bytes serve
 * every subscriber. `at` is the organization's version for views of saved rows, and a counter of the
 * node for views of staged changes (those cannot be resumed).
 */
export const Snapshot = z.object({
  type: z.literal('snapshot'),
  subscriptionId: z.int(),
  channel: z.int(),
  at: z.int(),
  result: ViewResult,
})
export type Snapshot = z.infer<typeof Snapshot>
