/**
 * A copy of a change set's document on which an update is tried. Looks at what the update did: which
 * keys it set, which comments it took away, how large everything became. After an objection the copy is
 * spoilt and must be thrown away.
 */
import * as Y from 'yjs'
import { commentsOf, entriesOf, exclusionsOf } from './document.ts'
import { exclusionKey, type Objection, recognise, type Sender } from './judge-value.ts'
import { STAGING_LIMITS } from './limits.ts'
import { stagedKey } from './staged-change.ts'

interface Seen {
  update: Uint8Array | undefined
  entries: Set<string | null>
  exclusions: Set<string | null>
  commentKeys: Set<string | null>
  others: boolean
  added: unknown[]
  deleted: unknown[]
}

export class TrialDocument {
  readonly #doc = new Y.Doc()
  #seen: Seen = nothingSeen()
  /** At least the size of the encoded document; measured anew when it passes the limit. */
  #bytes: number
  #measured: Size | undefined

  constructor(good: Y.Doc) {
    const state = Y.encodeStateAsUpdate(good)
    this.#bytes = state.byteLength
    const roots = [entriesOf(this.#doc), exclusionsOf(this.#doc), commentsOf(this.#doc)]
    Y.applyUpdate(this.#doc, state)
    commentsOf(this.#doc).observe((event) => {
      for (const item of event.changes.added) this.#seen.added.push(...item.content.getContent())
      for (const item of event.changes.deleted) this.#seen.deleted.push(...item.content.getContent())
    })
    this.#doc.on('afterTransaction', ({ changed }: Y.Transaction) => {
      this.#seen.entries = keysOf(changed, roots[0])
      this.#seen.exclusions = keysOf(changed, roots[1])
      this.#seen.commentKeys = keysOf(changed, roots[2])
      for (const type of changed.keys()) if (!roots.some((root) => root === type)) this.#seen.others = true
    })
    this.#doc.on('update', (update: Uint8Array) => {
      this.#seen.update = update
    })
  }

  clockOf(client: number): number {
    return Y.getState(this.#doc.store, client)
  }

  /** Takes an update that the good document took. */
  follow(update: Uint8Array): void {
    Y.applyUpdate(this.#doc, update)
    this.#bytes += update.byteLength
    this.#measured = undefined
  }

  /** Applies the update and answers what it brought, or what is wrong with it. May throw on hostile bytes. */
  apply(update: Uint8Array, sender: Sender): { update: Uint8Array | undefined } | Objection {
    const before = this.#measured ?? this.#measure()
    this.#seen = nothingSeen()
    Y.applyUpdate(this.#doc, update)
    const { store, share } = this.#doc
    if (store.pendingStructs !== null || store.pendingDs !== null)
      return { ...malformed('The update builds on something that is not here'), ahead: true }
    if (share.size !== 3 || this.#seen.others) return malformed('The update writes outside of the change set')
    const objection =
      this.#objectionToEntries() ??
      this.#objectionToExclusions() ??
      this.#objectionToComments(sender) ??
      this.#objectionToSize(before)
    return objection ?? { update: this.#seen.update }
  }

  destroy(): void {
    this.#doc.destroy()
  }

  #objectionToEntries(): Objection | undefined {
    for (const key of this.#seen.entries) {
      if (key === null) return malformed('Entries stand under their key')
      const item = entriesOf(this.#doc)._map.get(key)
      if (!item || item.deleted) continue
      const value = item.length === 1 ? recognise(item.content.getContent()[0]) : undefined
      if (value?.of !== 'entry') return malformed('The update holds something that is not a staged change')
      if (stagedKey(value.value) !== key) return malformed('A staged change stands under another key')
    }
    return undefined
  }

  #objectionToExclusions(): Objection | undefined {
    for (const key of this.#seen.exclusions) {
      if (key === null || !exclusionKey.test(key)) return malformed('Exclusions name a row of a batch')
      const item = exclusionsOf(this.#doc)._map.get(key)
      if (!item || item.deleted) continue
      const value = item.length === 1 ? recognise(item.content.getContent()[0]) : undefined
      if (value?.of !== 'exclusion') return malformed('Exclusions say who and when')
    }
    return undefined
  }

  #objectionToComments({ actorId, asServer }: Sender): Objection | undefined {
    const { added, deleted, commentKeys } = this.#seen
    for (const key of commentKeys) if (key !== null) return malformed('Comments are a list')
    if (added.some((value) => recognise(value)?.of !== 'comment'))
      return malformed('The update holds something that is not a comment')
    if (!asServer && deleted.map(recognise).some((value) => value?.value.by !== actorId))
      return { kind: 'forbidden', title: 'Nobody takes back the comment of another' }
    if (added.length === 0) return undefined
    const all = commentsOf(this.#doc).toArray()
    const ids = new Set(
      all.map((value) => recognise(value)).map((value) => value?.of === 'comment' && value.value.id),
    )
    return ids.size === all.length ? undefined : malformed('A comment has an id of its own')
  }

  /** What makes the document smaller is always welcome, even when two nodes together filled it beyond its bounds. */
  #objectionToSize(before: Size): Objection | undefined {
    const now = this.#measure()
    this.#measured = now
    this.#bytes += this.#seen.update?.byteLength ?? 0
    const grownBeyond = (part: keyof Size, limit: number) => now[part] > limit && now[part] > before[part]
    const full = (title: string): Objection => ({ kind: 'too-large', title })
    if (grownBeyond('entries', STAGING_LIMITS.entries))
      return full(`A change set holds at most ${STAGING_LIMITS.entries} entries; import a file for more`)
    if (grownBeyond('exclusions', STAGING_LIMITS.exclusions))
      return full(`A change set leaves out at most ${STAGING_LIMITS.exclusions} rows`)
    if (grownBeyond('comments', STAGING_LIMITS.comments))
      return full(`A change set holds at most ${STAGING_LIMITS.comments} comments`)
    if (grownBeyond('live', STAGING_LIMITS.liveBytes))
      return full('This list of changes is full; save or remove some of them first')
    if (now.live <= before.live || this.#bytes <= STAGING_LIMITS.documentBytes) return undefined
    this.#bytes = Y.encodeStateAsUpdate(this.#doc).byteLength
    if (this.#bytes <= STAGING_LIMITS.documentBytes) return undefined
    // Traces of what left cannot be taken back: only another document has room.
    return full('This list has held too many changes over time; create another list and stage there')
  }

  #measure(): Size {
    const size: Size = { entries: 0, exclusions: 0, comments: commentsOf(this.#doc).length, live: 0 }
    entriesOf(this.#doc).forEach((value, key) => {
      size.entries++
      size.live += key.length + sizeOf(value)
    })
    exclusionsOf(this.#doc).forEach((value, key) => {
      size.exclusions++
      size.live += key.length + sizeOf(value)
    })
    commentsOf(this.#doc).forEach((value) => {
      size.live += sizeOf(value)
    })
    return size
  }
}

/** What stands in the document: how many, and bytes of text. */
interface Size {
  entries: number
  exclusions: number
  comments: number
  live: number
}

const malformed = (title: string): Objection => ({ kind: 'malformed', title })

function nothingSeen(): Seen {
  return {
    update: undefined,
    entries: new Set(),
    exclusions: new Set(),
    commentKeys: new Set(),
    others: false,
    added: [],
    deleted: [],
  }
}

function keysOf(changed: Y.Transaction['changed'], root: unknown): Set<string | null> {
  for (const [type, keys] of changed) if (type === root) return keys
  return new Set()
}

const sizes = new WeakMap<object, number>()

const utf8 = new TextEncoder()

/** Bytes of the value as text in UTF-8; values never change, so each is measured once. */
function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const known = sizes.get(value)
  if (known !== undefined) return known
  const size = utf8.encode(JSON.stringify(value)).byteLength
  sizes.set(value, size)
  return size
}
