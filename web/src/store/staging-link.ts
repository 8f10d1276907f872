/**
 * The wires of one change set's document: the copy in IndexedDB and the socket to the server. Owns both and
 * the document; knows nothing of Solid. A refusal (message 100) means that this copy holds something the
 * server will not take: the copy is dropped and `onRefused` opens a fresh one.
 * After local edits the link asks for a sync step, whose answer is their receipt.
 */
import type { Problem } from '@muster/sync/protocol/problem.ts'
import { problem } from '@muster/sync/protocol/problem.ts'
import type { StagedChange } from '@muster/sync/staging/staged-change.ts'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { IndexeddbPersistence } from 'y-indexeddb'
import { messageYjsSyncStep2, readSyncMessage, writeSyncStep1 } from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { Receipts } from './receipts.ts'

const MESSAGE_SYNC = 0
const MESSAGE_PROBLEM = 100
const MESSAGE_TAKEN_BACK = 101
const MESSAGE_EPOCH = 102
const ASK_AFTER_MS = 40
const COME_BACK_MS = 1_500

/** Refusals that say nothing about what is in the copy. */
const passing: ReadonlySet<Problem['kind']> = new Set(['too-many', 'unavailable', 'internal'])

export interface StagingLinkOptions {
  /** e.g. `wss://host/staging`. */
  url: string
  changeSetId: string
  organizationId: string
  userId: string
  onChange(): void
  onStatus(status: { loaded: boolean; synced: boolean }): void
  /** Everything that was local before `mark` was called has arrived. */
  onArrived(mark: number): void
  /** The server did not take what this copy holds: it must be dropped. */
  onRefused(problem: Problem): void
  /** The server was restored from a backup: this copy is of a history that is gone, and must be dropped (ST21). */
  onRestored(): void
  /** Somebody took back what I had staged. */
  onTakenBack(told: TakenBack): void
  /** The server closed the door for good: a code of `protocol/close-codes.ts`. */
  onClosed(code: number): void
}

/** What of mine somebody took back. */
export interface TakenBack {
  by: { id: string; name: string }
  changes: { change: StagedChange; subject: string; group: string }[]
}

export interface StagingLink {
  doc: Y.Doc
  /** Notes a local edit; `onArrived` is called with this number or a later one once it has arrived. */
  mark(): number
  reconnect(): void
  /** Drops the copy in this browser too. */
  forget(): Promise<void>
  close(): void
}

export function openStagingLink(options: StagingLinkOptions): StagingLink {
  const doc = new Y.Doc()
  // Beside the copy and not in it: it is needed before the copy is read.
  const epochKey = `muster:epoch:${options.userId}:${options.changeSetId}`
  const stored = new IndexeddbPersistence(`muster:${options.userId}:${options.changeSetId}`, doc)
  const provider = new WebsocketProvider(options.url, options.changeSetId, doc, {
    params: { organization: options.organizationId },
    disableBc: true,
    maxBackoffTime: 5_000,
  })
  let loaded = false
  let edits = 0
  const receipts = new Receipts()
  let timer: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let closed = false
  const report = () => {
    if (!closed) options.onStatus({ loaded, synced: provider.synced })
  }

  provider.messageHandlers[MESSAGE_SYNC] = (encoder, decoder, from, emitSynced) => {
    encoding.writeVarUint(encoder, MESSAGE_SYNC)
    const type = readSyncMessage(decoder, encoder, doc, from)
    if (type !== messageYjsSyncStep2) return
    if (emitSynced && !from.synced) {
      from.synced = true
      // The first answer of a connection came before our missing edits were sent: ask once more.
      ask()
      return
    }
    const arrived = receipts.answered()
    if (arrived !== undefined) options.onArrived(arrived)
  }
  provider.messageHandlers[MESSAGE_PROBLEM] = (_encoder, decoder) => {
    const text = decoding.readVarString(decoder)
    let refused: Problem
    try {
      refused = JSON.parse(text) as Problem
    } catch {
      refused = problem('internal', 'A staged change was refused')
    }
    if (passing.has(refused.kind)) comeBack()
    else options.onRefused(refused)
  }

  provider.messageHandlers[MESSAGE_TAKEN_BACK] = (_encoder, decoder) => {
    options.onTakenBack(JSON.parse(decoding.readVarString(decoder)) as TakenBack)
  }

  provider.messageHandlers[MESSAGE_EPOCH] = (_encoder, decoder) => {
    const { epoch } = JSON.parse(decoding.readVarString(decoder)) as { epoch: string }
    const known = localStorage.getItem(epochKey)
    localStorage.setItem(epochKey, epoch)
    if (known === null || known === epoch) return
    // Before the server's question what it lacks is answered: nothing of this copy may reach it.
    provider.disconnect()
    options.onRestored()
  }

  /** The server could not take it now: a new connection sends what it lacks once more. */
  function comeBack(): void {
    clearTimeout(retry)
    provider.disconnect()
    retry = setTimeout(() => provider.connect(), COME_BACK_MS)
  }

  function ask(): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (!provider.ws || !provider.wsconnected) return
      receipts.ask(edits)
      const encoder = encoding.createEncoder()
      encoding.writeVarUint(encoder, MESSAGE_SYNC)
      writeSyncStep1(encoder, doc)
      provider.ws.send(encoding.toUint8Array(encoder))
    }, ASK_AFTER_MS)
  }

  doc.on('update', () => options.onChange())
  provider.on('sync', report)
  provider.on('status', ({ status }) => {
    if (status === 'disconnected') receipts.dropped()
    report()
  })
  provider.on('closed', ({ code }) => options.onClosed(code))
  stored.on('synced', () => {
    loaded = true
    if (!closed) options.onChange()
    report()
  })

  const close = () => {
    if (closed) return
    closed = true
    clearTimeout(timer)
    clearTimeout(retry)
    provider.destroy()
    void stored.destroy()
    doc.destroy()
  }
  return {
    doc,
    mark() {
      edits += 1
      if (provider.synced) ask()
      return edits
    },
    reconnect() {
      if (!provider.wsconnected && !provider.wsconnecting) provider.connect()
    },
    async forget() {
      closed = true
      clearTimeout(timer)
      clearTimeout(retry)
      provider.destroy()
      await stored.clearData()
      doc.destroy()
    },
    close,
  }
}
