import { z } from 'zod'
import { Problem } from './problem.ts'

/** A frame that could not be taken. The connection goes on, unless it is closed right after. */
export const Fault = z.object({ type: z.literal('fault'), problem: Problem })
export type Fault = z.infer<typeof Fault>
