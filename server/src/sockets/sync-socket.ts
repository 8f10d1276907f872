import type { Duplex } from 'node:stream'
import { CLOSE } from '@muster/sync/protocol/close-codes.ts'
import type { WebSocket } from 'ws'
import type { Services } from '../services.ts'
import type { Admitted } from './admit.ts'
import { ConsoleSocket } from './console-socket.ts'

/** Joins a socket of `/sync` to the hub. Its frames are text. */
export function openSync(services: Services, who: Admitted, socket: WebSocket, stream: Duplex): void {
  const connection = services.hub.connect({ ...who, socket: new ConsoleSocket(socket, stream) })
  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return
    if (isBinary) return socket.close(CLOSE.policy, 'Frames here are text')
    connection.receive(data.toString())
  })
  socket.once('close', () => connection.closed())
}
