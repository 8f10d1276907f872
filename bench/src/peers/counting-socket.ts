import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

/** Told of each socket that a client library opens: its address, and how many bytes came in so far. */
export type SocketOpened = (url: string, bytesReceived: () => number) => void

/**
 * A WebSocket class for client libraries that make their sockets themselves, so that what comes over them
 * can be counted as it is on the wire. It is `ws`, as in every other driver, not the slower one of Node.
 */
export function countingSocket(opened: SocketOpened): typeof WebSocket {
  return class extends WebSocket {
    // The other forms of `ws`' constructor are its own.
    constructor(address: string | URL | null, protocols?: string | string[]) {
      super(address ?? '', protocols, { perMessageDeflate: false })
      let stream: Socket | undefined
      this.on('upgrade', (response) => {
        stream = response.socket
      })
      opened(String(address), () => stream?.bytesRead ?? 0)
    }
  }
}
