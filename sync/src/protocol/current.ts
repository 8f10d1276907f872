import { z } from 'zod'

/** Answer to a subscribe with `have`: what the console holds is still the truth. */
export const Current = z.object({
  type: z.literal('current'),
  subscriptionId: z.int(),
  channel: z.int(),
  at: z.int(),
})
export type Current = z.infer<typeof Current>
