import { z } from 'zod'
import { Problem } from './problem.ts'

/** A subscription that may not be, or may no longer be. It has ended; its rows must go. */
export const Refused = z.object({ type: z.literal('refused'), subscriptionId: z.int(), problem: Problem })
export type Refused = z.infer<typeof Refused>
