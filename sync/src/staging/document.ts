/**
 * Typed access to the Yjs document of a change set, in browsers and on the server alike. The document
 * has three roots and nothing else: `entries` (fact key → staged change), `exclusions`
 * (`batchId:position` → who and when) and `comments`. Values are plain JSON, never nested Yjs types.
 * What others wrote is read through the schemas: an entry that does not parse is not there.
 * Undo by staging again, never with Y.UndoManager: it would bring back content in another's name, which
 * the server refuses.
 */
import type * as Y from 'yjs'
import { factKey } from '../model/fact-key.ts'
import type { Id, Version } from '../protocol/scalars.ts'
import type { ChangeSetContent } from './change-set-content.ts'
import { type BatchRow, StagedChange, StagedComment, stagedKey } from './staged-change.ts'

export const ROOTS = { entries: 'entries', exclusions: 'exclusions', comments: 'comments' } as const

/** Transaction origins, so that observers and undo can tell what an edit was. */
export const ORIGIN = {
  stage: 'muster:stage',
  unstage: 'muster:unstage',
  exclude: 'muster:exclude',
  comment: 'muster:comment',
} as const

/** Who stages, when (their clock) and against which version of the organization. */
export interface Stager {
  by: Id
  at: string
  base: Version
}

type WithoutStager<T> = T extends unknown ? Omit<T, keyof Stager> : never
/** A staged change before it is stamped with who staged it. */
export type Intent = WithoutStager<StagedChange>

export const entriesOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(ROOTS.entries)
export const exclusionsOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(ROOTS.exclusions)
export const commentsOf = (doc: Y.Doc): Y.Array<unknown> => doc.getArray(ROOTS.comments)

/**
 * Stages changes in one transaction. What is staged already with the same aim keeps its first stager,
 * so that two admins staging the same thing are one entry. Answers the keys that were written.
 */
export function stage(doc: Y.Doc, intents: Intent | readonly Intent[], stager: Stager): string[] {
  const entries = entriesOf(doc)
  const written: string[] = []
  doc.transact(() => {
    for (const intent of [intents].flat()) {
      const change = StagedChange.parse({ ...intent, ...stager })
      const key = stagedKey(change)
      if (sameAim(parseEntry(key, entries.get(key)), change)) continue
      entries.set(key, change)
      written.push(key)
    }
  }, ORIGIN.stage)
  return written
}

/** Takes entries out of the change set, with the exclusions of batches among them. */
export function unstage(doc: Y.Doc, keys: string | readonly string[]): void {
  const entries = entriesOf(doc)
  const exclusions = exclusionsOf(doc)
  doc.transact(() => {
    const batches = new Set<string>()
    for (const key of [keys].flat()) {
      if (key.startsWith('batch:')) batches.add(key.slice('batch:'.length))
      if (entries.has(key)) entries.delete(key)
    }
    if (batches.size === 0) return
    for (const key of [...exclusions.keys()])
      if (batches.has(key.slice(0, key.indexOf(':')))) exclusions.delete(key)
  }, ORIGIN.unstage)
}

/** Leaves one row of a batch out of the save; the batch stays as it is in Postgres. */
export function exclude(doc: Y.Doc, batchId: Id, position: number, who: Omit<Stager, 'base'>): void {
  const { by, at } = who
  doc.transact(() => exclusionsOf(doc).set(factKey.exclusion(batchId, position), { by, at }), ORIGIN.exclude)
}

/** Takes an excluded row back in. */
export function include(doc: Y.Doc, batchId: Id, position: number): void {
  doc.transact(() => exclusionsOf(doc).delete(factKey.exclusion(batchId, position)), ORIGIN.exclude)
}

/** Adds a comment at the end of the discussion. */
export function comment(doc: Y.Doc, written: StagedComment): void {
  const value = StagedComment.parse(written)
  doc.transact(() => commentsOf(doc).push([value]), ORIGIN.comment)
}

/** Takes a comment back; only its author may, which the server sees to. */
export function deleteComment(doc: Y.Doc, commentId: Id): void {
  const comments = commentsOf(doc)
  const index = comments.toArray().findIndex((value) => parseComment(value)?.id === commentId)
  if (index >= 0) doc.transact(() => comments.delete(index), ORIGIN.comment)
}

/** The staged change that stands under this key, if any. */
export function entryAt(doc: Y.Doc, key: string): StagedChange | undefined {
  return parseEntry(key, entriesOf(doc).get(key))
}

/** All that the document holds, as plain data: entries by time of staging, then by key. */
export function readContent(
  doc: Y.Doc,
  changeSetId: Id,
  batches: ReadonlyMap<Id, readonly BatchRow[]>,
): ChangeSetContent {
  const found: [string, StagedChange][] = []
  for (const [key, value] of entriesOf(doc).entries()) {
    const change = parseEntry(key, value)
    if (change) found.push([key, change])
  }
  found.sort(([keyA, a], [keyB, b]) => compare(a.at, b.at) || compare(keyA, keyB))
  const comments = commentsOf(doc)
    .toArray()
    .flatMap((value) => parseComment(value) ?? [])
  return {
    changeSetId,
    entries: new Map(found),
    exclusions: new Set(exclusionsOf(doc).keys()),
    comments,
    batches,
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Yjs hands out the same object for a value as long as it stands, so each is parsed once. */
const parsed = new WeakMap<object, StagedChange | StagedComment | 'invalid'>()

function parseOnce<T extends StagedChange | StagedComment>(
  value: unknown,
  schema: { safeParse(value: unknown): { success: boolean; data?: T | undefined } },
): T | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const known = parsed.get(value)
  if (known !== undefined) return known === 'invalid' ? undefined : (known as T)
  const result = schema.safeParse(value).data
  parsed.set(value, result ?? 'invalid')
  return result
}

function parseEntry(key: string, value: unknown): StagedChange | undefined {
  const change = parseOnce<StagedChange>(value, StagedChange)
  return change && stagedKey(change) === key ? change : undefined
}

function parseComment(value: unknown): StagedComment | undefined {
  return parseOnce<StagedComment>(value, StagedComment)
}

function sameAim(standing: StagedChange | undefined, wanted: StagedChange): boolean {
  if (!standing || standing.kind !== wanted.kind) return false
  return standing.kind === 'batch' || wanted.kind === 'batch' || standing.to === wanted.to
}
