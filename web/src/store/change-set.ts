/**
 * An open change set as a Solid store: what is staged, said and left out, and the verbs that change it.
 * Everything shows at once and is kept in this browser; what has not reached the server yet is marked.
 * Links outlive their last reader a little, so that going from page to page is instant.
 */

import { factKey } from '@muster/sync/model/fact-key.ts'
import { CLOSE } from '@muster/sync/protocol/close-codes.ts'
import type { Problem } from '@muster/sync/protocol/problem.ts'
import type { Id } from '@muster/sync/protocol/scalars.ts'
import * as document from '@muster/sync/staging/document.ts'
import type { StagedChange, StagedComment } from '@muster/sync/staging/staged-change.ts'
import { toBase64 } from 'lib0/buffer'
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { createStore, reconcile, unwrap } from 'solid-js/store'
import * as Y from 'yjs'
import { toast } from '../ui/toast.tsx'
import { serverNow } from './clock.ts'
import { type ConnectionInfo, useConnection } from './connection.tsx'
import { socketUrl, useMe } from './engine.tsx'
import { closedWords, refusalWords, restoredWords } from './refusal-words.ts'
import type { Me } from './session.ts'
import { openStagingLink, type StagingLink, type TakenBack } from './staging-link.ts'
import { takenBackWords } from './taken-back-words.ts'
import { freshId } from './world.ts'

const LINGER_MS = 30_000
const FLUSH_MS = 10_000

export interface StagedEntry {
  key: string
  change: StagedChange
  /** Staged here and not at the server yet. */
  unsent: boolean
}

export interface OpenChangeSet {
  readonly id: Id
  /** The copy of this browser or of the server is here. */
  ready(): boolean
  /** Connected and level with the server. */
  synced(): boolean
  readonly entries: readonly StagedEntry[]
  readonly comments: readonly StagedComment[]
  entry(key: string): StagedEntry | undefined
  excluded(batchId: Id, position: number): boolean
  /** How many edits of mine the server does not have yet. */
  unsent(): number
  /** Stages in my name; answers the keys that were written. */
  stage(intents: document.Intent | readonly document.Intent[]): string[]
  unstage(keys: string | readonly string[]): void
  exclude(batchId: Id, position: number): void
  include(batchId: Id, position: number): void
  comment(text: string): void
  deleteComment(commentId: Id): void
  /** Takes back what I staged last, as far as it still stands; answers how many entries. */
  undoLast(): number
  /** Resolves when the server has everything staged here; false after 10 s without it. */
  flushed(): Promise<boolean>
  /** What I have seen, for saving no more than that (base64). */
  stateVector(): string
}

interface Opened {
  set: OpenChangeSet
  readers: number
  retire: ReturnType<typeof setTimeout> | undefined
  link: StagingLink
}

const opened = new Map<string, Opened>()

/** A staged change without who staged it: to stage it again. */
function intentOf({ by: _by, at: _at, base: _base, ...intent }: StagedChange): document.Intent {
  return intent
}

function open(changeSetId: Id, me: Me, connection: ConnectionInfo): Opened {
  const [state, setState] = createStore<{
    entries: StagedEntry[]
    comments: StagedComment[]
    byKey: Record<string, StagedEntry>
    excluded: Record<string, true>
  }>({ entries: [], comments: [], byKey: {}, excluded: {} })
  const [status, setStatus] = createSignal({ loaded: false, synced: false })
  /** Key of an entry, or of another edit, → the link's number of its last edit. */
  const pending = new Map<string, number>()
  const [unsent, setUnsent] = createSignal(0)
  const waiting = new Set<() => void>()
  const mine: string[][] = []

  function show(): void {
    const content = document.readContent(self.link.doc, changeSetId, new Map())
    const entries = [...content.entries].map(([key, change]) => ({
      key,
      change: structuredClone(change),
      unsent: pending.has(key),
    }))
    setState('entries', reconcile(entries, { key: 'key' }))
    setState(
      'byKey',
      reconcile(Object.fromEntries(entries.map((entry) => [entry.key, structuredClone(entry)]))),
    )
    setState('comments', reconcile(structuredClone([...content.comments]), { key: 'id' }))
    setState(
      'excluded',
      reconcile(Object.fromEntries([...content.exclusions].map((key) => [key, true as const]))),
    )
    setUnsent(pending.size)
  }

  function edited(keys: readonly string[]): void {
    const number = self.link.mark()
    for (const key of keys) pending.set(key, number)
    show()
  }

  function arrived(mark: number): void {
    for (const [key, number] of pending) if (number <= mark) pending.delete(key)
    show()
    if (pending.size > 0) return
    for (const resolve of waiting) resolve()
    waiting.clear()
  }

  const connect = (): StagingLink =>
    openStagingLink({
      url: socketUrl('/staging'),
      changeSetId,
      organizationId: me.organization.id,
      userId: me.user.id,
      onChange: () => queueMicrotask(show),
      onStatus: setStatus,
      onArrived: arrived,
      onRefused: (problem) => void refused(problem),
      onRestored: () => void restored(),
      onTakenBack: takenBack,
      onClosed: (code) => code === CLOSE.closed && void gone(),
    })

  /** Drops the copy and opens a fresh one; what I had staged and not sent can be staged again. */
  async function refused(why: Problem): Promise<void> {
    const lost = takeUnsent()
    const link = self.link
    setStatus({ loaded: false, synced: false })
    await link.forget()
    self.link = connect()
    show()
    toast({
      kind: 'warn',
      ...refusalWords(why, lost.length),
      ...(lost.length > 0 ? { action: { label: 'Stage again', run: () => void set.stage(lost) } } : {}),
      sticky: true,
      key: `refused-${changeSetId}`,
    })
  }

  /** Starts over with what is stored now; what I had staged and is not in it can be staged again. */
  async function restored(): Promise<void> {
    const { doc } = self.link
    const before = [...document.entriesOf(doc).keys()].flatMap((key) => {
      const change = document.entryAt(doc, key)
      return change?.by === me.user.id ? [{ key, intent: intentOf(change) }] : []
    })
    pending.clear()
    mine.length = 0
    const link = self.link
    setStatus({ loaded: false, synced: false })
    await link.forget()
    self.link = connect()
    show()
    await set.flushed()
    const lost = before.flatMap(({ key, intent }) => (document.entryAt(self.link.doc, key) ? [] : [intent]))
    // That it was restored is said once for the whole console.
    if (lost.length === 0) return
    toast({
      kind: 'warn',
      ...restoredWords(lost.length),
      action: { label: 'Stage again', run: () => void set.stage(lost) },
      sticky: true,
      key: `restored-${changeSetId}`,
    })
  }

  function takenBack(told: TakenBack): void {
    const again = told.changes.map(({ change }) => intentOf(change))
    toast({
      ...takenBackWords(told),
      kind: 'staged',
      ...(told.by.name ? { by: told.by } : {}),
      action: { label: 'Stage again', run: () => void set.stage(again) },
    })
  }

  /** The change set was saved or discarded: nothing here can be saved any more. */
  async function gone(): Promise<void> {
    const lost = takeUnsent()
    await self.link.forget()
    setState('entries', [])
    setState('comments', [])
    setState('byKey', reconcile({}))
    setState('excluded', reconcile({}))
    if (lost.length === 0) return
    toast({ kind: 'warn', ...closedWords(lost.length), sticky: true })
  }

  /** My entries that the server does not have, as what they aim at. */
  function takeUnsent(): document.Intent[] {
    const lost = [...pending.keys()].flatMap((key) => {
      const change = document.entryAt(self.link.doc, key)
      return change?.by === me.user.id ? [intentOf(change)] : []
    })
    pending.clear()
    mine.length = 0
    setUnsent(0)
    return lost
  }

  const now = () => new Date(serverNow()).toISOString()
  const set: OpenChangeSet = {
    id: changeSetId,
    ready: () => status().loaded || status().synced,
    synced: () => status().synced,
    get entries() {
      return state.entries
    },
    get comments() {
      return state.comments
    },
    entry: (key) => state.byKey[key],
    excluded: (batchId, position) => state.excluded[factKey.exclusion(batchId, position)] === true,
    unsent,
    stage(intents) {
      const stager = { by: me.user.id, at: now(), base: connection.version() }
      const keys = document.stage(self.link.doc, unwrap(intents), stager)
      if (keys.length === 0) return keys
      mine.push(keys)
      edited(keys)
      return keys
    },
    unstage(keys) {
      document.unstage(self.link.doc, keys)
      edited([keys].flat())
    },
    exclude(batchId, position) {
      document.exclude(self.link.doc, batchId, position, { by: me.user.id, at: now() })
      edited([factKey.exclusion(batchId, position)])
    },
    include(batchId, position) {
      document.include(self.link.doc, batchId, position)
      edited([factKey.exclusion(batchId, position)])
    },
    comment(text) {
      const written = { id: freshId(), by: me.user.id, at: now(), text }
      document.comment(self.link.doc, written)
      edited([written.id])
    },
    deleteComment(commentId) {
      document.deleteComment(self.link.doc, commentId)
      edited([commentId])
    },
    undoLast() {
      while (mine.length > 0) {
        const keys = (mine.pop() ?? []).filter(
          (key) => document.entryAt(self.link.doc, key)?.by === me.user.id,
        )
        if (keys.length === 0) continue
        set.unstage(keys)
        return keys.length
      }
      return 0
    },
    flushed() {
      if (pending.size === 0 && status().synced) return Promise.resolve(true)
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const timer = setTimeout(() => resolve(pending.size === 0 && status().synced), FLUSH_MS)
      waiting.add(() => {
        clearTimeout(timer)
        resolve(true)
      })
      if (pending.size === 0) edited([])
      return promise
    },
    stateVector: () => toBase64(Y.encodeStateVector(self.link.doc)),
  }
  const self: Opened = { set, readers: 0, retire: undefined, link: connect() }
  return self
}

function leave(key: string): void {
  const entry = opened.get(key)
  if (!entry) return
  entry.readers -= 1
  if (entry.readers > 0) return
  entry.retire = setTimeout(() => {
    entry.link.close()
    opened.delete(key)
  }, LINGER_MS)
}

/** The change set of this id, open for as long as the owner lives. */
export function useChangeSet(changeSetId: Accessor<Id | undefined>): Accessor<OpenChangeSet | undefined> {
  const me = useMe()
  const connection = useConnection()
  const [set, setSet] = createSignal<OpenChangeSet>()
  createEffect(
    on(changeSetId, (id) => {
      if (id === undefined) return void setSet()
      const key = `${me.user.id} ${id}`
      const entry = opened.get(key) ?? open(id, me, connection)
      clearTimeout(entry.retire)
      entry.readers += 1
      opened.set(key, entry)
      setSet(entry.set)
      onCleanup(() => leave(key))
    }),
  )
  createEffect(
    on(connection.word, (word) => {
      const id = changeSetId()
      if (word === 'Live' && id) opened.get(`${me.user.id} ${id}`)?.link.reconnect()
    }),
  )
  return set
}
