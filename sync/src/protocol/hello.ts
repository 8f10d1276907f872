import { z } from 'zod'

/** First frame of a console. `protocol` is its PROTOCOL_VERSION; `clientId` tells its tabs apart. */
export const Hello = z.object({
  type: z.literal('hello'),
  protocol: z.int(),
  clientId: z.string().min(1).max(64),
})
export type Hello = z.infer<typeof Hello>
