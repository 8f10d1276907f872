/**
 * A staged change: the desired value of one fact, with who staged it, when, and against which version.
 * It is an intent, not a copy of a row; its key in the document is the fact's (`fact-key.ts`).
 */
import { z } from 'zod'
import { factKey } from '../model/fact-key.ts'
import { Id, Instant, Version } from '../protocol/scalars.ts'

const stamp = { by: Id, at: Instant, base: Version }

/** `to: 'in'` wants the user in the group, `'out'` wants them out. */
const StagedMembership = z.strictObject({
  kind: z.literal('membership'),
  groupId: Id,
  userId: Id,
  to: z.enum(['in', 'out']),
  ...stamp,
})

/** `to: 'in'` wants the dashboard shared with the group. */
const StagedShare = z.strictObject({
  kind: z.literal('share'),
  groupId: Id,
  dashboardId: Id,
  to: z.enum(['in', 'out']),
  ...stamp,
})

export const BatchOf = z.enum(['memberships', 'users', 'groups'])
export type BatchOf = z.infer<typeof BatchOf>

/** Many changes staged as one entry; its rows live in Postgres, exclusions in the document. */
export const StagedBatch = z.strictObject({
  kind: z.literal('batch'),
  batchId: Id,
  of: BatchOf,
  name: z.string().min(1).max(200),
  count: z.int().min(1),
  /** Which rows wait still, when a save left conflicts behind (`remaining-rows.ts`). */
  remaining: z
    .string()
    .regex(/^[A-Za-z0-9+/]*={0,2}$/)
    .max(64 * 1024)
    .optional(),
  ...stamp,
})

export const StagedChange = z.discriminatedUnion('kind', [StagedMembership, StagedShare, StagedBatch])
export type StagedChange = z.infer<typeof StagedChange>
export type StagedBatch = z.infer<typeof StagedBatch>

/** The document key under which a staged change must stand. */
export function stagedKey(change: StagedChange): string {
  switch (change.kind) {
    case 'membership':
      return factKey.membership(change.groupId, change.userId)
    case 'share':
      return factKey.share(change.groupId, change.dashboardId)
    case 'batch':
      return factKey.batch(change.batchId)
    default:
      return change satisfies never
  }
}

/** One row of a batch, as it stands in `staged_batch_rows`. `line` is the line of the file it came from. */
export const BatchRow = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('membership'),
    line: z.int(),
    groupId: Id,
    userId: Id,
    to: z.enum(['in', 'out']),
  }),
  z.object({
    kind: z.literal('user'),
    line: z.int(),
    userId: Id,
    email: z.string(),
    name: z.string(),
    role: z.string(),
  }),
  z.object({
    kind: z.literal('group'),
    line: z.int(),
    groupId: Id,
    name: z.string(),
    description: z.string(),
  }),
])
export type BatchRow = z.infer<typeof BatchRow>

/** A comment in a change set's discussion (N4). */
export const StagedComment = z.strictObject({
  id: Id,
  by: Id,
  at: Instant,
  text: z.string().trim().min(1).max(2000),
})
export type StagedComment = z.infer<typeof StagedComment>

/** Which part of a change set an action concerns: a page's slice or all of it. Batches belong to `all` only. */
export const Scope = z.discriminatedUnion('of', [
  z.object({ of: z.literal('all') }),
  z.object({ of: z.literal('group'), groupId: Id }),
  z.object({ of: z.literal('dashboard'), dashboardId: Id }),
  z.object({ of: z.literal('user'), userId: Id }),
])
export type Scope = z.infer<typeof Scope>
