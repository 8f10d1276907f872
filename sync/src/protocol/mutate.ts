import { z } from 'zod'
import { Id } from './scalars.ts'

/** Asks for a mutation. Sent again with the same id after a cut; it applies exactly once. */
export const Mutate = z.object({
  type: z.literal('mutate'),
  mutationId: Id,
  name: z.string().max(64),
  args: z.unknown(),
})
export type Mutate = z.infer<typeof Mutate>
