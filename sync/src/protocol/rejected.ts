import { z } from 'zod'
import { Problem } from './problem.ts'
import { Id } from './scalars.ts'

/** The mutation changed nothing, and why. */
export const Rejected = z.object({ type: z.literal('rejected'), mutationId: Id, problem: Problem })
export type Rejected = z.infer<typeof Rejected>
