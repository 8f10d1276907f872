import { z } from 'zod'

/** The console speaks another protocol version: only a page load helps. The socket closes after it. */
export const Reload = z.object({ type: z.literal('reload'), protocol: z.int() })
export type Reload = z.infer<typeof Reload>
