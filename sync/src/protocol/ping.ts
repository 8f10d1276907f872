import { z } from 'zod'

/** Up and answered by pong: a half-open socket shows itself by silence. */
export const Ping = z.object({ type: z.literal('ping') })
export type Ping = z.infer<typeof Ping>
export const Pong = z.object({ type: z.literal('pong') })
export type Pong = z.infer<typeof Pong>
