/** The scalar values that messages and entities are made of. */
import { z } from 'zod'

/** Any entity's id: a UUID in canonical lower-case text form. */
export const Id = z.guid().lowercase()
export type Id = z.infer<typeof Id>

/** A moment: ISO 8601 in UTC, e.g. `2026-03-04T11:20:00.000Z`. */
export const Instant = z.iso.datetime()
export type Instant = z.infer<typeof Instant>

/** Gapless counter of an organization's commits; 0 is the empty organization. */
export const Version = z.int().min(0)
export type Version = z.infer<typeof Version>
