/**
 * One document of the y-websocket server with the sockets that look at it. An update is relayed, to its
 * sender too, once it is in the log; those that come in meanwhile go to the log together. Stays in memory.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { WebSocket } from 'ws'
import * as sync from 'y-protocols/sync'
import * as Y from 'yjs'
import type { UpdateLog } from './update-log.ts'

const SYNC = 0
const AWARENESS = 1

export class Room {
  #doc = new Y.Doc()
  #sockets = new Set<WebSocket>()
  #waiting: Uint8Array[] = []
  #writing: Promise<void> | undefined
  #name: string
  #log: UpdateLog

  private constructor(name: string, log: UpdateLog) {
    this.#name = name
    this.#log = log
  }

  static async load(name: string, log: UpdateLog): Promise<Room> {
    const room = new Room(name, log)
    for (const update of await log.read(name)) Y.applyUpdate(room.#doc, update)
    room.#doc.on('update', (update: Uint8Array) => {
      room.#waiting.push(update)
      room.#writing ??= room.#write()
    })
    return room
  }

  join(socket: WebSocket): void {
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.send(frame(SYNC, (encoder) => sync.writeSyncStep1(encoder, this.#doc)))
  }

  async take(socket: WebSocket, message: Uint8Array): Promise<void> {
    const decoder = decoding.createDecoder(message)
    const kind = decoding.readVarUint(decoder)
    if (kind === AWARENESS) {
      for (const other of this.#sockets) if (other !== socket) other.send(message)
    }
    if (kind !== SYNC) return
    const answer = encoding.createEncoder()
    encoding.writeVarUint(answer, SYNC)
    // Who asks for the document must not be told what is not in the log yet.
    if (decoding.peekVarUint(decoder) === sync.messageYjsSyncStep1) await this.#writing
    sync.readSyncMessage(decoder, answer, this.#doc, socket)
    if (encoding.length(answer) > 1) socket.send(encoding.toUint8Array(answer))
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const updates = this.#waiting.splice(0)
      await this.#log.append(this.#name, updates)
      for (const update of updates) {
        const message = frame(SYNC, (encoder) => sync.writeUpdate(encoder, update))
        for (const socket of this.#sockets) socket.send(message)
      }
    }
    this.#writing = undefined
  }
}

function frame(kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, kind)
  write(encoder)
  return encoding.toUint8Array(encoder)
}
