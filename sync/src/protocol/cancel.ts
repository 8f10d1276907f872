import { z } from 'zod'
import { Id } from './scalars.ts'

/** Stops a mutation of this user's that is still being saved: all of it is rolled back. */
export const Cancel = z.object({ type: z.literal('cancel'), mutationId: Id })
export type Cancel = z.infer<typeof Cancel>
