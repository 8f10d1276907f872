import { z } from 'zod'

/**
 * Opens a view. `have` names what the console still holds of this very view from before a cut: the
 * answer is then `current`, a delta from `at`, or a snapshot.
 */
export const Subscribe = z.object({
  type: z.literal('subscribe'),
  subscriptionId: z.int().min(1),
  view: z.string().max(64),
  args: z.unknown(),
  have: z.object({ epoch: z.string(), at: z.int().min(0) }).optional(),
})
export type Subscribe = z.infer<typeof Subscribe>
