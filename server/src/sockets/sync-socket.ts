import { CLOSE } from '@muster/sync/protocol/close-codes.ts'
import type { WebSocket } from 'ws'
import type { Services } from '../services.ts'
import type { Admitted } from './admit.ts'

/** Joins a socket of `/sync` to the hub. Its frames are text. */
export function openSync(services: Services, who: Admitted, socket: WebSocket): void {
  const connection = services.hub.connect({ ...who, socket })
  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return
    if (isBinary) return socket.close(CLOSE.policy, 'Frames here are text')
    connection.receive(data.toString())
  })
  socket.once('close', () => connection.closed())
}
