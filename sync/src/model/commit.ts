import { z } from 'zod'
import { Id, Instant, Version } from '../protocol/scalars.ts'
import { Change } from './change.ts'

/**
 * The atomic batch of changes of one mutation: takes the organization from `version - 1` to `version`.
 * `actorId` is null when the organization changed itself (set-up, system). `changeSetId` names the
 * change set that was saved, if one was.
 */
export const Commit = z.object({
  organizationId: Id,
  version: Version,
  mutationId: Id,
  mutation: z.string(),
  actorId: Id.nullable(),
  at: Instant,
  changeSetId: Id.nullable(),
  changes: z.array(Change),
})
export type Commit = z.infer<typeof Commit>
