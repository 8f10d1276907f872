import { z } from 'zod'
import { Id, Instant } from './scalars.ts'

export const Doing = z.enum(['viewing', 'selecting', 'editing'])
export type Doing = z.infer<typeof Doing>

/** Where a console is. `page` is its path; `row` an entity id, or `id/field` for an open inline editor. */
export const Place = z.object({
  page: z.string().max(200),
  row: z.string().max(120).nullable(),
  doing: Doing,
  idle: z.boolean(),
})
export type Place = z.infer<typeof Place>

/** Up: this console is here now. */
export const Here = z.object({ type: z.literal('here'), place: Place })
export type Here = z.infer<typeof Here>

/** One connection of an admin who is online. Name and id are the server's, never the console's. */
export const Peer = z.object({
  connectionId: z.string(),
  userId: Id,
  name: z.string(),
  /** 1–6, the hue of the presence palette. */
  hue: z.int().min(1).max(6),
  place: Place.nullable(),
  since: Instant,
})
export type Peer = z.infer<typeof Peer>

/** How many people are online, and how many at this console's page, when they are too many to be named. */
export const Crowd = z.object({ online: z.int().min(0), here: z.int().min(0) })
export type Crowd = z.infer<typeof Crowd>

/**
 * Down: who came, moved or left. `reset` says that `put` is everyone whom this console is told of; otherwise
 * `put` replaces the peers of these connections and `gone` are no longer among them. Without a `crowd` that is
 * everyone online in the organization, this connection included; with one, some of those at its page.
 */
export const PresenceChange = z.object({
  type: z.literal('presence'),
  reset: z.boolean(),
  put: z.array(Peer),
  gone: z.array(z.string()),
  crowd: Crowd.nullable(),
})
export type PresenceChange = z.infer<typeof PresenceChange>
