import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

/** Told of each socket that a client library opens: its address, and how many bytes came in so far. */
export type SocketOpened = (url: string, bytesReceived: () => number) => void

export type SocketClass = new (address: string | URL, protocols?: string | string[]) => WebSocket

/**
 * A WebSocket class for client libraries that make their sockets themselves, so that what comes over them
 * can be counted as it is on the wire. It is `ws`, as in every other driver, not the slower one of Node.
 */
export function countingSocket(opened: SocketOpened): SocketClass {
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { perMessageDeflate: false })
      let stream: Socket | undefined
      this.on('upgrade', (response) => {
        stream = response.socket
      })
      // A socket that fails also closes, and that is what clients go by.
      this.on('error', () => {})
      opened(String(address), () => stream?.bytesRead ?? 0)
    }
  }
}
