/** Judges one value that an update brings: is it a staged change, an exclusion or a comment of this actor. */
import { z } from 'zod'
import { storable } from '../model/entities.ts'
import { Id, Instant, type Version } from '../protocol/scalars.ts'
import { STAGING_LIMITS } from './limits.ts'
import { StagedChange, StagedComment } from './staged-change.ts'

/** Who sends the update, and the ground it is judged on. `asServer` is for the server's own staging. */
export interface Sender {
  actorId: Id
  now: number
  /** The organization's version as far as this node knows. */
  version: Version
  asServer?: boolean | undefined
}

const Exclusion = z.strictObject({ by: Id, at: Instant })
export const exclusionKey = /^[0-9a-f-]{36}:(?:0|[1-9]\d{0,6})$/

export type Value =
  | { of: 'entry'; value: StagedChange }
  | { of: 'exclusion'; value: z.infer<typeof Exclusion> }
  | { of: 'comment'; value: StagedComment }

/** Recognises a value; undefined for anything but plain, flat, canonical JSON of the three shapes. */
export function recognise(value: unknown): Value | undefined {
  if (!isFlat(value)) return undefined
  const entry = StagedChange.safeParse(value)
  if (entry.success) return same(value, entry.data) ? { of: 'entry', value: entry.data } : undefined
  const note = StagedComment.safeParse(value)
  if (note.success) return same(value, note.data) ? { of: 'comment', value: note.data } : undefined
  const exclusion = Exclusion.safeParse(value)
  return exclusion.success ? { of: 'exclusion', value: exclusion.data } : undefined
}

/** A refusal in words, or undefined when the sender may write this. */
export function objectionTo({ of, value }: Value, sender: Sender): Objection | undefined {
  if (!sender.asServer) {
    if (value.by !== sender.actorId)
      return { kind: 'forbidden', title: 'Nobody stages in another name', ahead: true }
    if (of === 'entry' && value.kind === 'batch')
      return { kind: 'forbidden', title: 'Only the server stages batches' }
  }
  const at = Date.parse(value.at)
  if (Number.isNaN(at) || at > sender.now + STAGING_LIMITS.skewMs)
    return { kind: 'invalid', title: 'The time of staging lies in the future' }
  if (of === 'entry' && value.base > sender.version)
    return { kind: 'invalid', title: 'Staged against a version that does not exist yet', ahead: true }
  return undefined
}

export interface Objection {
  kind: 'forbidden' | 'invalid' | 'malformed' | 'too-large'
  title: string
  /** True when a node that catches up with what others stored may think otherwise. */
  ahead?: boolean
}

/** A plain object of primitives: no prototype tricks, nothing nested. */
function isFlat(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return false
  return Object.keys(value).length <= 10 && Object.values(value).every((field) => typeof field !== 'object')
}

/** True when parsing changed nothing, e.g. trimmed no text: everybody reads what was written. */
function same(written: Record<string, unknown>, parsed: object): boolean {
  const fields = Object.entries(parsed)
  return (
    fields.length === Object.keys(written).length &&
    fields.every(([name, field]) => written[name] === field && (typeof field !== 'string' || storable(field)))
  )
}
