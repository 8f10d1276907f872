import { z } from 'zod'
import { Id, Instant, Version } from './scalars.ts'

/**
 * Answer to hello. `epoch` changes when the database was restored from a backup: a console that knew
 * another epoch drops its rows instead of going back in time.
 */
export const Welcome = z.object({
  type: z.literal('welcome'),
  protocol: z.int(),
  epoch: z.string(),
  organizationId: Id,
  userId: Id,
  connectionId: z.string(),
  version: Version,
  now: Instant,
})
export type Welcome = z.infer<typeof Welcome>
