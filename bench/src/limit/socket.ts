import { once } from 'node:events'
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

/** An open socket to a server of the bench, with the bytes that came over it. */
export interface OpenSocket {
  socket: WebSocket
  bytesReceived(): number
  close(): Promise<void>
}

/** `hear` is there before the first message can come. */
export async function openSocket(url: string, hear: (data: Buffer) => void): Promise<OpenSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 })
  let stream: Socket | undefined
  socket.on('upgrade', (response) => {
    stream = response.socket
  })
  socket.on('message', hear)
  socket.on('error', () => {})
  await once(socket, 'open')
  return {
    socket,
    bytesReceived: () => stream?.bytesRead ?? 0,
    async close() {
      if (socket.readyState === WebSocket.CLOSED) return
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}
