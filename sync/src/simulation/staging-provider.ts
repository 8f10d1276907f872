/**
 * A console's copy of one change set, kept in step over a simulated socket in the way of the y-websocket
 * provider. A refused update (message 100) makes it drop its copy and begin anew, as the contract says.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep1, readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { MESSAGE } from '../hub/staging/frames.ts'
import { mayReconnect } from '../protocol/close-codes.ts'
import type { FakeClock } from './fake-clock.ts'
import type { ConsoleEnd } from './fake-network.ts'
import type { Random } from './random.ts'

export interface StagingWire {
  send(frame: Uint8Array): void
  close(): void
}

export class StagingProvider {
  doc: Y.Doc
  /** Set when the node said that there is nothing to come back to. */
  endedWith: number | undefined
  refusals = 0
  readonly #clock: FakeClock
  readonly #random: Random
  readonly #open: (end: ConsoleEnd<Uint8Array>) => StagingWire
  #wire: StagingWire | undefined
  #heardAt = 0

  constructor(clock: FakeClock, random: Random, open: (end: ConsoleEnd<Uint8Array>) => StagingWire) {
    this.#clock = clock
    this.#random = random
    this.#open = open
    this.doc = this.#newDoc()
    this.#connect()
    this.#watch()
  }

  /** Lets go of the present wire, as after a failed ping; it comes back by itself. */
  reconnect(): void {
    this.#wire?.close()
    this.#wire = undefined
    if (this.endedWith === undefined) this.#connect()
  }

  #newDoc(): Y.Doc {
    const doc = new Y.Doc()
    doc.clientID = this.#random.below(2 ** 32)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#send((encoder) => writeUpdate(encoder, update))
    })
    return doc
  }

  #connect(): void {
    this.#heardAt = this.#clock.now()
    const wire = this.#open({
      opened: () => {
        if (this.#wire === wire) this.#send((encoder) => writeSyncStep1(encoder, this.doc))
      },
      receive: (bytes) => {
        if (this.#wire === wire) this.#receive(bytes)
      },
      closed: (code) => {
        if (this.#wire !== wire) return
        this.#wire = undefined
        if (!mayReconnect(code)) this.endedWith = code
        else
          this.#clock.setTimeout(
            () => {
              if (!this.#wire) this.#connect()
            },
            this.#random.between(50, 1000),
          )
      },
    })
    this.#wire = wire
  }

  /** A silent wire is given up: the y-websocket provider does so after 30 s without a message. */
  #watch(): void {
    this.#clock.setTimeout(() => {
      if (this.endedWith !== undefined) return
      if (this.#wire && this.#clock.now() - this.#heardAt > 30_000) this.reconnect()
      else this.#send((encoder) => writeSyncStep1(encoder, this.doc))
      this.#watch()
    }, 10_000)
  }

  #receive(bytes: Uint8Array): void {
    this.#heardAt = this.#clock.now()
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    if (type === MESSAGE.problem) {
      this.refusals += 1
      this.doc.destroy()
      this.doc = this.#newDoc()
      this.reconnect()
    } else if (type === MESSAGE.sync) {
      const isAsked = decoding.peekVarUint(decoder) === messageYjsSyncStep1
      const reply = encoding.createEncoder()
      encoding.writeVarUint(reply, MESSAGE.sync)
      readSyncMessage(decoder, reply, this.doc, this)
      if (isAsked) this.#wire?.send(encoding.toUint8Array(reply))
    }
  }

  #send(write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, MESSAGE.sync)
    write(encoder)
    this.#wire?.send(encoding.toUint8Array(encoder))
  }
}
