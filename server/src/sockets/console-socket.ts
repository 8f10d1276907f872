/**
 * A console's socket, as the hub wants one. Frames go straight into the stream under the WebSocket, in bytes that
 * are made once for all consoles that get them: `ws` would make a header and two writes for each. That is in order
 * with what `ws` itself sends (pings, the farewell) because without compression it writes whole frames at once.
 */
import type { Duplex } from 'node:stream'
import type { Frame } from '@muster/sync/hub/frame.ts'
import type { Socket } from '@muster/sync/hub/outbox.ts'
import type { WebSocket } from 'ws'
import { textFrame } from './text-frame.ts'

export class ConsoleSocket implements Socket {
  private readonly socket: WebSocket
  private readonly stream: Duplex

  /** `stream` is what `socket` was upgraded from. */
  constructor(socket: WebSocket, stream: Duplex) {
    this.socket = socket
    this.stream = stream
  }

  send(frame: Frame): void {
    if (this.socket.readyState !== this.socket.OPEN) return
    frame.wire ??= textFrame(frame.text)
    this.stream.write(frame.wire)
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason)
  }

  get bufferedAmount(): number {
    return this.socket.bufferedAmount
  }
}
