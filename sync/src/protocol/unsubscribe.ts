import { z } from 'zod'

export const Unsubscribe = z.object({ type: z.literal('unsubscribe'), subscriptionId: z.int().min(1) })
export type Unsubscribe = z.infer<typeof Unsubscribe>
