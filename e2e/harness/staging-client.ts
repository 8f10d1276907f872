/**
 * A console's copy of one change set without a browser: the y-websocket provider that the console uses, kept in step
 * in the same way. Owns the document and its socket. A refusal drops the copy and begins anew; a sync step is the
 * receipt for everything that was staged before it (ST17).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { mayReconnect } from '@muster/sync/protocol/close-codes.ts'
import type { Problem } from '@muster/sync/protocol/problem.ts'
import { type Intent, type Stager, stage, unstage } from '@muster/sync/staging/document.ts'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import WebSocket from 'ws'
import { messageYjsSyncStep2, readSyncMessage, writeSyncStep1 } from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

const SYNC = 0
const PROBLEM = 100
const TAKEN_BACK = 101
const EPOCH = 102
/** What a browser also gives up: a socket that nobody answers. */
const HANDSHAKE_MS = 10_000
/** How long somebody looks at a list that does not come. */
const LOAD_MS = 10_000

/** Refusals that say nothing about what is in the copy. */
const passing: ReadonlySet<string> = new Set(['too-many', 'unavailable', 'internal'])

export interface StagingClientOptions {
  organizationId: string
  changeSetId: string
  cookie: string
  /** Of the server, or of the way to it. */
  url: string
}

export class StagingClient {
  readonly changeSetId: string
  /** Every refusal that came. */
  readonly refusals: Problem[] = []
  /** The code after which there is nothing to come back to. */
  endedWith: number | undefined
  readonly #options: StagingClientOptions
  #provider: WebsocketProvider
  #edits = 0
  #arrived = 0
  /** What had been edited when each sync step went out that is not answered yet. */
  #asked: number[] = []
  #hasLoaded = false
  #isClosed = false
  #waiting: { edits: number; resolve(arrived: boolean): void }[] = []
  #retry: NodeJS.Timeout | undefined
  /** Of the history that the copy is of. */
  #epoch: string | undefined
  /** How often the copy was dropped because the database had been restored. */
  restores = 0

  constructor(options: StagingClientOptions) {
    this.#options = options
    this.changeSetId = options.changeSetId
    this.#provider = this.#connect()
  }

  get doc(): Y.Doc {
    return this.#provider.doc
  }

  get isSynced(): boolean {
    return this.#provider.synced
  }

  /** True once what is stored was seen, as an admin sees a list before editing it; false when that takes too long. */
  async loaded(): Promise<boolean> {
    for (const end = Date.now() + LOAD_MS; !this.#hasLoaded && Date.now() < end; await sleep(10))
      if (this.endedWith !== undefined || this.#isClosed) break
    return this.#hasLoaded
  }

  /** Stages here and now; answers the keys that were written. */
  stage(intents: readonly Intent[], stager: Stager): string[] {
    const written = stage(this.doc, intents, stager)
    this.#edited()
    return written
  }

  unstage(keys: readonly string[]): void {
    unstage(this.doc, keys)
    this.#edited()
  }

  /** True once everything staged so far is stored; false when this copy was dropped or closed before. */
  receipt(): Promise<boolean> {
    if (this.#arrived >= this.#edits) return Promise.resolve(true)
    if (this.endedWith !== undefined) return Promise.resolve(false)
    return new Promise((resolve) => this.#waiting.push({ edits: this.#edits, resolve }))
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#retry)
    this.#giveUp()
    this.#drop()
  }

  #edited(): void {
    this.#edits += 1
    if (this.#provider.synced) this.#ask()
  }

  #connect(): WebsocketProvider {
    const { url, cookie, organizationId, changeSetId } = this.#options
    class WithCookie extends WebSocket {
      constructor(address: string, protocols?: string[]) {
        super(address, protocols, {
          headers: { cookie, origin: url },
          handshakeTimeout: HANDSHAKE_MS,
        })
      }
    }
    const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/staging`, changeSetId, new Y.Doc(), {
      params: { organization: organizationId },
      WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      maxBackoffTime: 400,
    })
    provider.messageHandlers[SYNC] = (encoder, decoder, from, emitSynced) => {
      encoding.writeVarUint(encoder, SYNC)
      if (readSyncMessage(decoder, encoder, provider.doc, from) !== messageYjsSyncStep2) return
      if (emitSynced && !from.synced) {
        from.synced = true
        this.#hasLoaded = true
        // The first answer of a connection came before what it lacks was sent: ask once more.
        this.#ask()
        return
      }
      this.#answered()
    }
    provider.messageHandlers[PROBLEM] = (_encoder, decoder) =>
      this.#refused(JSON.parse(decoding.readVarString(decoder)) as Problem)
    provider.messageHandlers[EPOCH] = (_encoder, decoder) => {
      const { epoch } = JSON.parse(decoding.readVarString(decoder)) as { epoch: string }
      if (this.#epoch !== undefined && this.#epoch !== epoch) this.#restored()
      this.#epoch = epoch
    }
    provider.messageHandlers[TAKEN_BACK] = (_encoder, decoder) => void decoding.readVarString(decoder)
    provider.on('status', ({ status }) => {
      if (status === 'disconnected') this.#asked = []
    })
    provider.on('closed', ({ code }) => {
      if (mayReconnect(code)) return
      this.endedWith = code
      this.#giveUp()
    })
    return provider
  }

  #ask(): void {
    const { ws, wsconnected, doc } = this.#provider
    if (!ws || !wsconnected) return
    this.#asked.push(this.#edits)
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, SYNC)
    writeSyncStep1(encoder, doc)
    ws.send(encoding.toUint8Array(encoder))
  }

  #answered(): void {
    this.#arrived = Math.max(this.#arrived, this.#asked.shift() ?? 0)
    const waiting = this.#waiting
    this.#waiting = waiting.filter(({ edits }) => edits > this.#arrived)
    for (const { edits, resolve } of waiting) if (edits <= this.#arrived) resolve(true)
  }

  #refused(problem: Problem): void {
    this.refusals.push(problem)
    if (passing.has(problem.kind)) {
      this.#provider.disconnect()
      clearTimeout(this.#retry)
      this.#retry = setTimeout(() => this.#provider.connect(), 300)
      return
    }
    this.#beginAnew()
  }

  /** What this copy holds may never have happened: it must not be merged into what is stored (ST21). */
  #restored(): void {
    this.restores += 1
    this.#beginAnew()
  }

  #beginAnew(): void {
    this.#hasLoaded = false
    this.#giveUp()
    this.#drop()
    this.#arrived = this.#edits
    this.#provider = this.#connect()
  }

  /** What is not stored by now never will be from here. */
  #giveUp(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve(false)
  }

  #drop(): void {
    this.#asked = []
    this.#provider.destroy()
    this.#provider.doc.destroy()
  }
}
